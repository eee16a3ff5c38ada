/** What each follower of a flag tells: that it is ready, then each change, as one line of JSON. */
import type { Instant } from './operator.ts';

export interface Seen {
  readonly at: Instant;
  readonly keys: readonly string[];
  readonly cause: string;
  readonly revision: number;
  /** What the followed flag, a boolean one, serves now. */
  readonly value: unknown;
}

/** A program that holds an SDK's client. */
export interface Follower {
  readonly name: string;
  /** Resolves with the first change, past or to come, that brings this revision or a later one. */
  sees(revision: number): Promise<Seen>;
  /** Every change so far. */
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/** Keeps what a follower saw, and those who wait for it. */
export class Sightings {
  readonly seen: Seen[] = [];
  readonly #waiting = new Set<() => void>();

  add(one: Seen): void {
    this.seen.push(one);
    for (const look of [...this.#waiting]) look();
  }

  sees(revision: number): Promise<Seen> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.seen.find((one) => one.revision >= revision);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
