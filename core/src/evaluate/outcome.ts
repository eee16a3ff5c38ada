import type { CompiledFlag } from './compiled-flag.ts';
import type { Reason } from './details.ts';
import type { JsonValue, RampArm } from './flag.ts';
import type { CompiledSplit } from './split.ts';

/**
 * One way in which a flag can decide. There is a single object for each, made when the flag is
 * compiled, so that evaluation allocates nothing.
 */
export interface Outcome {
  readonly flag: CompiledFlag;
  /** `undefined` only with reason `ERROR`: the flag is malformed and has no off value. */
  readonly value: JsonValue | undefined;
  readonly variant: string | undefined;
  readonly reason: Reason;
  readonly ruleId: string | undefined;
  /** The split that decided, for `bucketOf`. */
  readonly split: CompiledSplit | undefined;
  readonly ramp: RampArm | undefined;
  /** What the variant is in `ramp`; `undefined` for a variant outside of it. */
  readonly arm: 'candidate' | 'control' | undefined;
  /** Attribute whose absence kept the context out of the fallthrough's split. */
  readonly missing: string | undefined;
  /** The prerequisite flag that was not met. */
  readonly prerequisite: string | undefined;
  readonly killedAt: string | undefined;
  /** Evaluations that ended here: counted, read and reset by the caller. */
  count: number;
}

type Place = Partial<Pick<Outcome, 'ruleId' | 'split' | 'ramp' | 'missing' | 'prerequisite' | 'killedAt'>>;

/** Every outcome has all fields in one order, so that whatever reads one meets a single shape. */
export function createOutcome(
  flag: CompiledFlag,
  reason: Reason,
  variant: string | undefined,
  value: JsonValue | undefined,
  place: Place,
): Outcome {
  const { ruleId, split, ramp, missing, prerequisite, killedAt } = place;
  return { flag, value, variant, reason, ruleId, split, ramp, arm: armOf(ramp, variant), missing, prerequisite, killedAt, count: 0 };
}

function armOf(ramp: RampArm | undefined, variant: string | undefined): Outcome['arm'] {
  if (variant === ramp?.candidate) return ramp && 'candidate';
  return variant === ramp?.control ? 'control' : undefined;
}
