import { performance } from 'node:perf_hooks';

export type Stop = () => void;

/** Time, as the stream knows it; tests pass one that they move by hand. */
export interface Timers {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  after(ms: number, run: () => void): Stop;
  every(ms: number, run: () => void): Stop;
  /** Runs once the event loop has served what else is waiting. */
  nextTurn(run: () => void): void;
}

/** The process's own timers; none of them keeps a process alive. */
export const processTimers: Timers = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms).unref();
    return () => clearInterval(timer);
  },
  nextTurn: (run) => {
    setImmediate(run);
  },
};
