import type { SluiceError } from './events.ts';
import type { Logger, Timers } from './ports.ts';

const AGAIN_MS = 300_000;
const MOST_CAUSES = 200;

/** Tells people what is wrong: each cause once, and again only after five minutes, however often it happens. */
export class Reporter {
  readonly #told = new Map<string, number>();
  readonly #log: Logger;
  readonly #timers: Timers;

  constructor(log: Logger, timers: Timers) {
    this.#log = log;
    this.#timers = timers;
  }

  /** Whether it was told. */
  report(cause: string, { code, message, cause: because }: SluiceError, level: 'error' | 'warn' = 'warn'): boolean {
    const now = this.#timers.now();
    if (now - (this.#told.get(cause) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return false;
    if (this.#told.size >= MOST_CAUSES) this.#told.clear();
    this.#told.set(cause, now);
    this.say(level, message, { code, ...(because === undefined ? {} : { cause: because }) });
    return true;
  }

  /** One line for people. A logger that throws is not heard of again: there is nobody left to tell. */
  say(level: 'info' | 'error' | 'warn', message: string, fields?: Record<string, unknown>): void {
    try {
      this.#log[level](`sluice: ${message}`, fields);
    } catch {}
  }
}
