import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Texts, withContextHash } from './texts.ts';

const compress = promisify(gzip);

/** A ruleset as HTTP gives it out: encoded once and compressed once, however many ask. */
export class RulesetDocument {
  readonly bytes: Buffer;
  /** Strong, without its quotes: position, audience and context say which bytes these are. */
  readonly tag: string;
  readonly #text: string;
  #compressed: Promise<Buffer> | undefined;

  private constructor(text: string, tag: string) {
    this.#text = text;
    this.bytes = Buffer.from(text);
    this.tag = tag;
  }

  static of(texts: Texts): RulesetDocument {
    const { epoch, position, audience } = texts.view;
    return new RulesetDocument(texts.ruleset(), `${epoch}.${position.revision}.${position.head.slice(0, 16)}.${audience}`);
  }

  /** The same for the one who announced a context under this hash. */
  forContext(contextHash: string): RulesetDocument {
    const mark = createHash('sha256').update(contextHash).digest('hex').slice(0, 16);
    return new RulesetDocument(withContextHash(this.#text, contextHash), `${this.tag}.${mark}`);
  }

  compressed(): Promise<Buffer> {
    this.#compressed ??= compress(this.bytes);
    return this.#compressed;
  }
}
