import type { ReadyOptions, ReadyResult } from './events.ts';
import type { Timers } from './ports.ts';

const TIMEOUT_MS = 5_000;

/** The waits of `ready()`: every one ends, none rejects, and while one lasts the process lives. */
export class Readiness {
  readonly #waiting = new Set<(result: ReadyResult) => void>();
  readonly #timers: Timers;
  /** What can be said for good, or for as long as nothing better comes; `undefined` while it is worth waiting. */
  readonly #verdict: () => ReadyResult | undefined;
  /** What is said when time is up. */
  readonly #late: () => ReadyResult;

  constructor(timers: Timers, verdict: () => ReadyResult | undefined, late: () => ReadyResult) {
    this.#timers = timers;
    this.#verdict = verdict;
    this.#late = late;
  }

  wait({ timeoutMs = TIMEOUT_MS, signal }: ReadyOptions = {}): Promise<ReadyResult> {
    return new Promise((resolve) => {
      const verdict = this.#verdict();
      if (verdict !== undefined || signal?.aborted === true) return resolve(verdict ?? this.#late());
      const end = (result: ReadyResult) => {
        stop();
        this.#waiting.delete(end);
        resolve(result);
      };
      const stop = this.#timers.after(timeoutMs, () => end(this.#late()), true);
      this.#waiting.add(end);
      signal?.addEventListener('abort', () => end(this.#late()), { once: true });
    });
  }

  /** Ends all waits if there is a verdict, and says which. */
  settle(): ReadyResult | undefined {
    const verdict = this.#verdict();
    if (verdict !== undefined) for (const end of [...this.#waiting]) end(verdict);
    return verdict;
  }
}
