import type { Flag } from './flag.ts';
import type { Engines } from './operator.ts';
import type { Outcome } from './outcome.ts';
import { makePlan, type Plan } from './plan.ts';

/** A flag as evaluation holds it. */
export interface CompiledFlag {
  readonly source: Flag;
  readonly engines: Engines;
  /** Made when the flag is first evaluated. */
  plan: Plan | undefined;
  /** The evaluation that last asked for this flag as a prerequisite. */
  asked: number;
  /** What it found; `undefined` while it is still looking, which is how a cycle shows. */
  found: Outcome | undefined;
}

/**
 * A flag ready for use. Any JSON is accepted: what is not understood in it never matches. The work
 * is done when the flag is first evaluated.
 */
export function compileFlag(flag: Flag, engines: Engines): CompiledFlag {
  return { source: flag, engines, plan: undefined, asked: 0, found: undefined };
}

export function planOf(flag: CompiledFlag): Plan {
  flag.plan ??= makePlan(flag);
  return flag.plan;
}

/** The ways in which the flag can decide, with their counts; none if it was never evaluated. */
export function outcomesOf(flag: CompiledFlag): readonly Outcome[] {
  return flag.plan?.outcomes ?? [];
}
