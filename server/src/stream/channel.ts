import { type Frame, frameOf } from './frame.ts';
import { Rounds } from './rounds.ts';
import { type Texts, withContextHash } from './texts.ts';
import type { Timers } from './timers.ts';
import { answerTo, type Held, type View } from './view.ts';

/** Where a channel writes. */
export interface Outlet {
  /** false while the socket is behind or closing: nothing is made for it. Its owner calls `bringUp` when it has drained. */
  readonly ready: boolean;
  write(frame: Frame): void;
}

/** One subscription of one socket, as its channel keeps it. */
export interface Reader {
  readonly outlet: Outlet;
  /** What was last written to it; before that, what it says that it holds. */
  held: Held | null;
  /** It asked, or its log was read anew, and it has not been answered since. */
  asked: boolean;
  /** Names the context that a browser announced; its rulesets carry it back. */
  contextHash: string | undefined;
}

/** Frames kept for one view; each distinct position to resume from takes one. */
const KEPT_FRAMES = 80;

/** The readers of one view in one envelope. Each message is framed once and the same bytes go to all. */
export class Channel {
  readonly #envelope: (text: string) => string;
  readonly #readers = new Set<Reader>();
  readonly #rounds: Rounds<Reader>;
  readonly #frames = new Map<string, Frame>();
  #texts: Texts;
  #here: Held;

  constructor(texts: Texts, timers: Timers, envelope: (text: string) => string = (text) => text) {
    this.#texts = texts;
    this.#here = texts.view;
    this.#envelope = envelope;
    this.#rounds = new Rounds(this.#readers, timers, (reader) => this.bringUp(reader));
  }

  get view(): View {
    return this.#texts.view;
  }

  get readers(): ReadonlySet<Reader> {
    return this.#readers;
  }

  /** @param afresh the log was read anew, so that what readers hold must be compared with it again. */
  show(texts: Texts, afresh = false): void {
    this.#texts = texts;
    this.#here = { epoch: texts.view.epoch, position: texts.view.position };
    this.#frames.clear();
    if (afresh) for (const reader of this.#readers) reader.asked = true;
    this.#rounds.start();
  }

  /** Answers the reader from what it says that it holds, and keeps it up to date from then on. Again: answers again. */
  join(reader: Reader, held: Held | null): void {
    reader.held = held;
    reader.asked = true;
    this.#readers.add(reader);
    this.bringUp(reader);
  }

  leave(reader: Reader): void {
    this.#readers.delete(reader);
  }

  /** Writes what the reader lacks, if anything, as one message. */
  bringUp(reader: Reader): void {
    if (!reader.outlet.ready) return;
    if (!reader.asked && reader.held !== null && reader.held.position.revision >= this.view.lastSeen.revision) return;
    this.#write(reader, this.#answer(reader));
  }

  /** Says that the connection lives and where the audience is; a reader that is not there is brought there. */
  beat(reader: Reader): void {
    if (!reader.outlet.ready) return;
    const there = !reader.asked && reader.held?.position.revision === this.view.position.revision;
    this.#write(reader, there ? this.#frame(this.#texts.heartbeat()) : this.#answer(reader));
  }

  #answer(reader: Reader): Frame {
    const { held, contextHash } = reader;
    const answer = answerTo(this.view, held);
    if (answer === 'current') return this.#frame(this.#texts.current());
    if (answer === 'delta' && held !== null) return this.#frame(this.#texts.delta(held.position));
    const ruleset = this.#texts.ruleset();
    return contextHash === undefined ? this.#frame(ruleset) : frameOf(this.#envelope(withContextHash(ruleset, contextHash)));
  }

  #write(reader: Reader, frame: Frame): void {
    reader.outlet.write(frame);
    reader.held = this.#here;
    reader.asked = false;
  }

  #frame(text: string): Frame {
    const known = this.#frames.get(text);
    if (known !== undefined) return known;
    if (this.#frames.size >= KEPT_FRAMES) this.#frames.clear();
    const frame = frameOf(this.#envelope(text));
    this.#frames.set(text, frame);
    return frame;
  }
}
