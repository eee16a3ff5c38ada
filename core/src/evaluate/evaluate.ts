import { type CompiledFlag, planOf } from './compiled-flag.ts';
import type { EvaluationContext } from './details.ts';
import { holds } from './holds.ts';
import type { Clock } from './operator.ts';
import type { Outcome } from './outcome.ts';
import { type CompiledPrerequisite, type CompiledRule, type CompiledServe, judgeRules, type Plan } from './plan.ts';
import type { CompiledSegment } from './segment.ts';
import { bucketOf, rangeOf } from './split.ts';

/** Chains of prerequisites longer than this count as unmet. */
export const MAX_PREREQUISITE_DEPTH = 32;

/** What an SDK holds of one environment at one revision. Replaced as a whole, never edited. */
export interface Ruleset {
  readonly flags: ReadonlyMap<string, CompiledFlag>;
  readonly segments: ReadonlyMap<string, CompiledSegment>;
}

/** Decides a flag for a context; `undefined` for an unknown flag. Never throws, whatever the ruleset's JSON holds. */
export function evaluate(ruleset: Ruleset, key: string, context: EvaluationContext, now: Clock): Outcome | undefined {
  const flag = ruleset.flags.get(key);
  return flag === undefined ? undefined : decide(flag, ruleset, context, now);
}

const NO_CONTEXT = {};
let evaluations = 0;

/** Decides a flag that is at hand already. */
export function decide(flag: CompiledFlag, ruleset: Ruleset, context: EvaluationContext, now: Clock): Outcome {
  const plan = planOf(flag);
  if (plan.fixed !== undefined) return plan.fixed;
  const facts = typeof context === 'object' && context !== null ? context : NO_CONTEXT;
  if (plan.prerequisites.length > 0) {
    evaluations++;
    flag.asked = evaluations;
    flag.found = undefined;
    const unmet = findUnmet(plan.prerequisites, { ruleset, context: facts, now, number: evaluations }, 0);
    if (unmet !== undefined) return unmet;
  }
  return decideByRules(plan, ruleset, facts, now);
}

function decideByRules(plan: Plan, ruleset: Ruleset, context: object, now: Clock): Outcome {
  if (plan.refersToSegments && plan.judgedBy !== ruleset.segments) judgeRules(plan, ruleset.segments);
  const { sound } = plan;
  // Loops by index here and wherever a context is tested: engines make more of them than of iterators.
  for (let index = 0; index < sound.length; index++) {
    const rule = sound[index] as CompiledRule;
    const outcome = holds(rule.when, context, ruleset.segments, now) ? serve(rule.serve, context) : undefined;
    if (outcome !== undefined) return outcome;
  }
  return serve(plan.fallthrough, context) ?? plan.missing;
}

/** `undefined` where a split finds nothing to place the context by. */
function serve({ split, outcomes }: CompiledServe, context: object): Outcome | undefined {
  if (split === undefined) return outcomes[0];
  const bucket = bucketOf(split, context);
  return bucket === undefined ? undefined : outcomes[rangeOf(split, bucket)];
}

/** One evaluation that has prerequisites: each flag in it is decided once, and a flag met while it is being decided is a cycle. */
interface Asking {
  readonly ruleset: Ruleset;
  readonly context: object;
  readonly now: Clock;
  readonly number: number;
}

function findUnmet(prerequisites: readonly CompiledPrerequisite[], asking: Asking, depth: number): Outcome | undefined {
  for (const { flag, variants, unmet } of prerequisites) {
    const found = ask(asking.ruleset.flags.get(flag), asking, depth);
    if (found?.variant === undefined || !variants.includes(found.variant)) return unmet;
  }
  return undefined;
}

function ask(flag: CompiledFlag | undefined, asking: Asking, depth: number): Outcome | undefined {
  if (flag === undefined || depth >= MAX_PREREQUISITE_DEPTH) return undefined;
  if (flag.asked === asking.number) return flag.found;
  flag.asked = asking.number;
  flag.found = undefined;
  const plan = planOf(flag);
  flag.found =
    plan.fixed ?? findUnmet(plan.prerequisites, asking, depth + 1) ?? decideByRules(plan, asking.ruleset, asking.context, asking.now);
  return flag.found;
}
