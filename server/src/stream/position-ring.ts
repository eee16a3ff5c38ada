import type { Position } from '@sluice/core';

export const RESUMABLE_POSITIONS = 10_000;

/** The last positions of a log, contiguous: those from which a reader can resume. */
export class PositionRing {
  readonly #heads: string[] = [];
  readonly #capacity: number;
  #newest: number;
  #length = 0;

  /** @param positions oldest first, contiguous. */
  constructor(positions: readonly [Position, ...Position[]], capacity = RESUMABLE_POSITIONS) {
    this.#capacity = capacity;
    this.#newest = positions[0].revision - 1;
    for (const position of positions) this.push(position);
  }

  get oldest(): number {
    return this.#newest - this.#length + 1;
  }

  /** Takes the position that follows the newest. @throws when it does not follow. */
  push({ revision, head }: Position): void {
    if (revision !== this.#newest + 1) throw new Error(`revision ${revision} does not follow ${this.#newest}`);
    this.#heads[revision % this.#capacity] = head;
    this.#newest = revision;
    this.#length = Math.min(this.#length + 1, this.#capacity);
  }

  /** Whether the log had this head at this revision; false also for what is forgotten or not yet there. */
  has({ revision, head }: Position): boolean {
    return revision >= this.oldest && revision <= this.#newest && this.#heads[revision % this.#capacity] === head;
  }
}
