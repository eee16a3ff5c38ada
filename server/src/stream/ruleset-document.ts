import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Texts } from './texts.ts';

const compress = promisify(gzip);

/** A ruleset as HTTP gives it out: encoded once and compressed once, however many ask. */
export class RulesetDocument {
  readonly bytes: Buffer;
  /** Strong, without its quotes: position and audience say which bytes these are. */
  readonly tag: string;
  #compressed: Promise<Buffer> | undefined;

  constructor(texts: Texts) {
    const { epoch, position, audience } = texts.view;
    this.bytes = Buffer.from(texts.ruleset());
    this.tag = `${epoch}.${position.revision}.${position.head.slice(0, 16)}.${audience}`;
  }

  compressed(): Promise<Buffer> {
    this.#compressed ??= compress(this.bytes);
    return this.#compressed;
  }
}
