import type { Serve, Split } from '../evaluate/flag.ts';
import { BUCKETS, redistribute, weightsOf } from '../evaluate/ranges.ts';
import type { Ramp } from './ramp.ts';

/** Buckets of a stage: the candidate's, and those of candidate and control together. */
export interface Allocation {
  readonly candidate: number;
  readonly both: number;
}

/** How many buckets a percent of candidate and control is, on the serve that a ramp holds. */
export function allocationOf(held: Serve, plan: { readonly control: string; readonly candidate: string }, percent: number): Allocation {
  const weights = weightsHeld(held);
  const both = (weights.get(plan.control) ?? 0) + (weights.get(plan.candidate) ?? 0);
  return { candidate: Math.round((both * percent) / BUCKETS), both };
}

/** The candidate's nominal share of candidate and control, 0..1, by the buckets that it really gets. */
export function shareOf(held: Serve, plan: { readonly control: string; readonly candidate: string }, percent: number): number {
  const { candidate, both } = allocationOf(held, plan, percent);
  return both === 0 ? 0 : candidate / both;
}

function weightsHeld(held: Serve): Map<string, number> {
  return 'variant' in held ? new Map([[held.variant, BUCKETS]]) : weightsOf(held.split.ranges);
}

/**
 * The split of a stage, made from the serve that the ramp holds: other variants keep their buckets,
 * the candidate gains the same ones whenever it is given that percent. Names the allocation, so that
 * outcomes count for it; a completed ramp's does not. Throws a RangeError for a serve that gives
 * control and candidate nothing.
 */
export function splitAt(ramp: Ramp, held: Serve, stage: number, allocation: string | null): Split {
  const { plan } = ramp;
  const { candidate, both } = allocationOf(held, plan, plan.stages[stage]?.percent ?? 0);
  if (both === 0) throw new RangeError(`The serve gives "${plan.control}" and "${plan.candidate}" nothing, so there is nothing to ramp.`);
  const weights = weightsHeld(held)
    .set(plan.control, both - candidate)
    .set(plan.candidate, candidate);
  const before = 'variant' in held ? [{ variant: held.variant, start: 0, end: BUCKETS }] : held.split.ranges;
  const split: Split =
    'variant' in held ? { scheme: 'sluice1', ...(plan.by === undefined ? {} : { by: plan.by }), salt: ramp.salt, ranges: [] } : held.split;
  return {
    ...split,
    ranges: redistribute(before, Object.fromEntries(weights)),
    ...(allocation === null ? {} : { ramp: { id: ramp.id, stage, allocation, control: plan.control, candidate: plan.candidate } }),
  };
}
