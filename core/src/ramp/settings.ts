import { z } from 'zod';
import { BUCKETS } from '../schema/primitives.ts';

/** Settings that several kinds of gates share, with their defaults. */
export const Percent = z.int().min(0).max(BUCKETS);
export const Tolerated = z
  .number()
  .min(1)
  .max(10)
  .default(1.25)
  .meta({ description: "How many times as often as control's the candidate's units may fail: harm below it is not looked for." });
export const MinUnits = z
  .int()
  .min(1)
  .max(1_000_000)
  .default(100)
  .meta({ description: 'Distinct units that each arm must have in a stage before it can pass.' });
export const MinRequests = z.int().min(1).max(1_000_000).default(20).meta({ description: 'A minute with fewer requests is not judged.' });
export const Consecutive = z.int().min(1).max(60).default(3).meta({ description: 'How many bad ones in a row fail.' });
export const EverySeconds = z.int().min(5).max(600).default(15);
export const Quantile = z.number().min(0.5).max(0.999).default(0.99);

export function percentOf(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${Number(((100 * part) / whole).toPrecision(3))} %`;
}
