import type { Moment } from './facts.ts';
import { afterOpenSeconds, openSeconds } from './openings.ts';
import type { RampPlan } from './plan.ts';
import type { StageRun } from './ramp.ts';

/** How long a stage has held: only time in which it ran and a window was open counts. */
export function heldSeconds(plan: RampPlan, run: StageRun, now: Moment): number {
  return run.heldSeconds + (run.holdSince === null ? 0 : openSeconds(plan.windows, run.holdSince, now));
}

/** The stage's hold in seconds. */
export function holdOf(plan: RampPlan, run: StageRun): number {
  return plan.stages[run.index]?.holdSeconds ?? 0;
}

/** Share of the hold that is over, 0..1. */
export function heldShare(plan: RampPlan, run: StageRun, now: Moment): number {
  const hold = holdOf(plan, run);
  return hold === 0 ? 1 : Math.min(1, heldSeconds(plan, run, now) / hold);
}

/** When the hold will be over if it keeps running; null while it stands still. */
export function holdEnds(plan: RampPlan, run: StageRun, now: Moment): Moment | null {
  if (run.holdSince === null) return null;
  const left = holdOf(plan, run) - heldSeconds(plan, run, now);
  return left <= 0 ? now : afterOpenSeconds(plan.windows, now, left);
}

/** The run with its hold standing still from `now` on. */
export function stopHold(plan: RampPlan, run: StageRun, now: Moment): StageRun {
  return { ...run, heldSeconds: heldSeconds(plan, run, now), holdSince: null };
}
