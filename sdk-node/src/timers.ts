import { performance } from 'node:perf_hooks';
import type { Timers } from '@sluice/core';

/** `setTimeout` takes more for less: beyond this it rings at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The process may end while these timers run, but for those that hold it. */
export const timers: Timers = {
  now: () => performance.now(),
  after(ms, run, hold = false) {
    const timer = setTimeout(run, Math.min(ms, LONGEST_MS));
    if (!hold) timer.unref();
    return () => clearTimeout(timer);
  },
};
