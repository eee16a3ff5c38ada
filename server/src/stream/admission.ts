import type { Timers } from './timers.ts';

export interface AdmissionRate {
  readonly perSecond: number;
  /** How many may come at once after a quiet time. */
  readonly burst: number;
}

/** What two cores take without keeping those who are connected waiting. */
export const ADMISSION: AdmissionRate = { perSecond: 1_000, burst: 2_000 };

/** Lets so many through a second. Who comes too early is refused; nobody who is in is ever put out. */
export function createAdmission({ perSecond, burst }: AdmissionRate, timers: Timers): () => boolean {
  let tokens = burst;
  let at = timers.now();
  return () => {
    const now = timers.now();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
    at = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}
