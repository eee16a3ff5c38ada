import type { Timers } from './timers.ts';

/** Visits in one turn of the event loop: about 8 ms of socket writes. */
export const VISITS_PER_TURN = 500;

/**
 * Goes round the members of a set, a slice per turn of the event loop. `start` during a round asks for one more
 * after it, so that nobody waits longer than two rounds, however often it is called.
 */
export class Rounds<Member> {
  readonly #members: ReadonlySet<Member>;
  readonly #visit: (member: Member) => void;
  readonly #timers: Timers;
  #running = false;
  #again = false;

  constructor(members: ReadonlySet<Member>, timers: Timers, visit: (member: Member) => void) {
    this.#members = members;
    this.#timers = timers;
    this.#visit = visit;
  }

  /** The first slice is visited before this returns. */
  start(): void {
    this.#again = true;
    if (!this.#running) this.#begin();
  }

  #begin(): void {
    this.#again = false;
    this.#running = true;
    this.#turn(this.#members.values());
  }

  #turn(rest: IterableIterator<Member>): void {
    for (let visits = 0; visits < VISITS_PER_TURN; visits++) {
      const next = rest.next();
      if (next.done === true) {
        this.#running = false;
        if (this.#again) this.#begin();
        return;
      }
      this.#visit(next.value);
    }
    this.#timers.nextTurn(() => this.#turn(rest));
  }
}
