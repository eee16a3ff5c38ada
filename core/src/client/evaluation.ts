import type { ErrorCode, EvaluationContext, EvaluationDetails, EvaluationMeta } from '../evaluate/details.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { JsonValue } from '../evaluate/flag.ts';
import type { Clock } from '../evaluate/operator.ts';
import type { Outcome } from '../evaluate/outcome.ts';
import type { FlagStore } from '../sync/store.ts';
import { describe, describeError, describeOverride } from './describe.ts';
import type { SluiceError } from './events.ts';
import { Overrides } from './overrides.ts';
import { reasonOf } from './reason-of.ts';

type Decided = Outcome & { readonly value: JsonValue };

/** Answers from what is held. Never throws: what goes wrong is told to `onFault`, and the caller's default answers. */
export class Evaluation {
  store: FlagStore | null = null;
  freshness: EvaluationMeta['freshness'] = 'cached';
  /** Whether flags that were made for one context were made for another than the present one. */
  foreign = false;
  /** Why there is nothing to answer from. */
  unready: SluiceError = { code: 'PROVIDER_NOT_READY', message: 'no ruleset has arrived yet; await ready() first' };
  readonly overrides = new Overrides();
  readonly #clock: Clock;
  readonly #onFault: (key: string, error: SluiceError) => void;

  constructor(clock: Clock, onFault: (key: string, error: SluiceError) => void) {
    this.#clock = clock;
    this.#onFault = onFault;
  }

  /** The value alone, without allocating. `store` is a pinned one, or what is held now. */
  get(key: string, fallback: JsonValue, context: EvaluationContext, store: FlagStore | null = this.store): JsonValue {
    if (store !== null && this.overrides.size === 0 && this.freshness !== 'stale' && !this.foreign) {
      try {
        const outcome = evaluate(store, key, context, this.#clock);
        if (outcome?.value !== undefined && typeof outcome.value === typeof fallback) {
          outcome.count++;
          return outcome.value;
        }
      } catch {} // Told below.
    }
    return this.details(key, fallback, context, store).value;
  }

  details(key: string, fallback: JsonValue, context: EvaluationContext, store: FlagStore | null = this.store): EvaluationDetails {
    const fail = (code: ErrorCode, message: string, cause?: unknown) => {
      if (!code.startsWith('PROVIDER')) this.#onFault(key, { code, message, cause });
      return describeError(key, fallback, code, message, store, this.freshness);
    };
    const override = this.overrides.get(key);
    const served = typeof (override === undefined ? fallback : override.value);
    if (served !== typeof fallback) return fail('TYPE_MISMATCH', mismatch(key, 'override', served, fallback));
    if (override !== undefined) return describeOverride(key, override.value, store, this.freshness, override.origin);
    if (store === null) return fail(this.unready.code, this.unready.message);
    try {
      const outcome = evaluate(store, key, context, this.#clock);
      if (outcome === undefined)
        return fail('FLAG_NOT_FOUND', `there is no flag "${key}" that this key may read; is it spelt so, and not archived?`);
      if (!isDecided(outcome)) return fail('PARSE_ERROR', `flag "${key}" has no value to serve for its off variant`);
      const { specialised, whenStale } = outcome.flag.source;
      if (this.foreign && specialised) return fail('PROVIDER_NOT_READY', `flag "${key}" has not arrived for this context yet`);
      const stale = this.freshness === 'stale' ? whenStale : 'keep';
      if (stale === 'default') return fail('PROVIDER_NOT_READY', `flag "${key}" serves the default while the server is away`);
      if (typeof outcome.value !== typeof fallback) return fail('TYPE_MISMATCH', mismatch(key, 'flag', typeof outcome.value, fallback));
      outcome.count++;
      return describe(key, stale === 'off' ? switchedOff(outcome) : outcome, context, store, this.freshness);
    } catch (error) {
      return fail('GENERAL', `flag "${key}" could not be evaluated: ${reasonOf(error)}`, error);
    }
  }
}

const isDecided = (outcome: Outcome): outcome is Decided => outcome.value !== undefined;

const mismatch = (key: string, what: string, served: string, fallback: JsonValue): string =>
  `${what} "${key}" has a ${served} where the code's default is a ${typeof fallback}; ask with a default of its type`;

/** As if it were not enabled: what the flag's owner chose for when the server is away for long. */
function switchedOff({ flag, count }: Decided): Decided {
  const { offVariant, variants } = flag.source;
  const nothing = { ruleId: undefined, split: undefined, ramp: undefined, arm: undefined, missing: undefined, prerequisite: undefined };
  return {
    flag,
    value: variants[offVariant] as JsonValue,
    variant: offVariant,
    reason: 'DISABLED',
    ...nothing,
    killedAt: undefined,
    count,
  };
}
