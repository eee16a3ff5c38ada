import type { CompiledFlag } from './compiled-flag.ts';
import { compileCondition, type Node } from './condition.ts';
import type { Reason } from './details.ts';
import type { JsonValue, RampArm } from './flag.ts';
import { isRecord, listOf, own } from './json.ts';
import { createOutcome, type Outcome } from './outcome.ts';
import { isUnderstood, type Segments } from './segment.ts';
import { type CompiledSplit, compileSplit } from './split.ts';

/** How a flag decides, taken apart once. */
export interface Plan {
  readonly off: Outcome;
  /** Set where nothing is asked of the context: switched off, killed, or one variant for everyone. */
  readonly fixed: Outcome | undefined;
  readonly prerequisites: readonly CompiledPrerequisite[];
  readonly rules: readonly CompiledRule[];
  readonly fallthrough: CompiledServe;
  /** For a context that the fallthrough cannot place. */
  readonly missing: Outcome;
  readonly refersToSegments: boolean;
  /** Rules whose segments are all understood, with the segments of `judgedBy`. */
  sound: readonly CompiledRule[];
  judgedBy: Segments | undefined;
  readonly outcomes: readonly Outcome[];
}

export interface CompiledPrerequisite {
  readonly flag: string;
  readonly variants: readonly unknown[];
  readonly unmet: Outcome;
}

export interface CompiledRule {
  readonly when: Node;
  readonly serve: CompiledServe;
  /** Keys of the segments that `when` refers to. */
  readonly references: readonly string[];
}

export interface CompiledServe {
  readonly split: CompiledSplit | undefined;
  /** One for each range of the split; without a split, the only one. */
  readonly outcomes: readonly Outcome[];
}

/** Leaves out the rules that refer to segments that are not understood. */
export function judgeRules(plan: Plan, segments: Segments): void {
  plan.judgedBy = segments;
  plan.sound = plan.rules.filter((rule) => rule.references.every((key) => isUnderstood(key, segments)));
}

export function makePlan(flag: CompiledFlag): Plan {
  return new Planner(flag).plan();
}

type Place = Parameters<typeof createOutcome>[4];

class Planner {
  readonly #flag: CompiledFlag;
  readonly #source: Readonly<Record<string, unknown>>;
  readonly #outcomes: Outcome[] = [];

  constructor(flag: CompiledFlag) {
    this.#flag = flag;
    this.#source = isRecord(flag.source) ? flag.source : {};
  }

  plan(): Plan {
    const killedAt = this.#field('killedAt') ?? undefined;
    const live = this.#field('enabled') === true && killedAt === undefined;
    const off = this.#off('DISABLED', typeof killedAt === 'string' ? { killedAt } : {});
    const prerequisites = live ? this.#list('prerequisites').map((prerequisite) => this.#prerequisite(prerequisite)) : [];
    const rules = live ? this.#list('rules').flatMap((rule) => this.#rule(rule) ?? []) : [];
    const fallthrough = this.#serve(this.#field('fallthrough'), this.#list('rules').length === 0 ? 'STATIC' : 'DEFAULT', {});
    const missing = this.#off('DEFAULT', fallthrough?.split === undefined ? {} : { missing: fallthrough.split.first });
    const open = fallthrough ?? { split: undefined, outcomes: [missing] };
    const asksNothing = prerequisites.length === 0 && rules.length === 0 && open.split === undefined;
    return {
      off,
      fixed: !live || off.reason === 'ERROR' ? off : asksNothing ? open.outcomes[0] : undefined,
      prerequisites,
      rules,
      fallthrough: open,
      missing,
      refersToSegments: rules.some((rule) => rule.references.length > 0),
      sound: rules,
      judgedBy: undefined,
      outcomes: this.#outcomes,
    };
  }

  #field(name: string): unknown {
    return own(this.#source, name);
  }

  #list(name: string): readonly unknown[] {
    return listOf(this.#field(name));
  }

  #prerequisite(prerequisite: unknown): CompiledPrerequisite {
    const body = isRecord(prerequisite) ? prerequisite : {};
    const key = own(body, 'flag');
    const flag = typeof key === 'string' ? key : '';
    return { flag, variants: listOf(own(body, 'variants')), unmet: this.#off('DISABLED', { prerequisite: flag }) };
  }

  #rule(rule: unknown): CompiledRule | undefined {
    if (!isRecord(rule)) return undefined;
    const references: string[] = [];
    const when = compileCondition(own(rule, 'when'), this.#flag.engines, references);
    if (when === undefined) return undefined;
    const id = own(rule, 'id');
    const serve = this.#serve(own(rule, 'serve'), 'TARGETING_MATCH', typeof id === 'string' ? { ruleId: id } : {});
    return serve && { when, serve, references };
  }

  /** `undefined` for a kind of serve or a scheme that is not understood, and for a variant that the flag lacks. */
  #serve(serve: unknown, reason: Reason, place: Place): CompiledServe | undefined {
    const [kind, ...others] = isRecord(serve) ? Object.keys(serve) : [];
    if (!isRecord(serve) || others.length > 0) return undefined;
    if (kind === 'variant') {
      const outcome = this.#outcome(serve[kind], reason, place);
      return outcome && { split: undefined, outcomes: [outcome] };
    }
    return kind === 'split' ? this.#split(serve[kind], place) : undefined;
  }

  #split(body: unknown, place: Place): CompiledServe | undefined {
    const split = compileSplit(body);
    if (split === undefined) return undefined;
    const ramp = own(body as object, 'ramp');
    const where: Place = isRecord(ramp) ? { ...place, split, ramp: ramp as unknown as RampArm } : { ...place, split };
    const made = new Map([...new Set(split.variants)].map((variant) => [variant, this.#outcome(variant, 'SPLIT', where)]));
    const outcomes = split.variants.flatMap((variant) => made.get(variant) ?? []);
    return outcomes.length === split.variants.length ? { split, outcomes } : undefined;
  }

  #off(reason: Reason, place: Place): Outcome {
    return this.#outcome(this.#field('offVariant'), reason, place) ?? this.#intern('ERROR', undefined, undefined, place);
  }

  #outcome(variant: unknown, reason: Reason, place: Place): Outcome | undefined {
    const variants = this.#field('variants');
    const value = isRecord(variants) && typeof variant === 'string' ? own(variants, variant) : undefined;
    return value === undefined ? undefined : this.#intern(reason, variant as string, value as JsonValue, place);
  }

  #intern(reason: Reason, variant: string | undefined, value: JsonValue | undefined, place: Place): Outcome {
    const outcome = createOutcome(this.#flag, reason, variant, value, place);
    this.#outcomes.push(outcome);
    return outcome;
  }
}
