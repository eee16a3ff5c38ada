import type { ErrorCode, EvaluationContext, EvaluationDetails, EvaluationMeta } from '../evaluate/details.ts';
import type { JsonValue } from '../evaluate/flag.ts';
import type { Outcome } from '../evaluate/outcome.ts';
import { bucketOf } from '../evaluate/split.ts';
import type { FlagStore } from '../sync/store.ts';

type Freshness = EvaluationMeta['freshness'];

/** An outcome in the public words, with all that is known about how it came about. */
export function describe(
  key: string,
  outcome: Outcome & { readonly value: JsonValue },
  context: EvaluationContext,
  store: FlagStore,
  freshness: Freshness,
): EvaluationDetails {
  const { variant, ruleId, split, ramp, arm, missing, prerequisite, killedAt } = outcome;
  const bucket = split && bucketOf(split, context);
  const meta = {
    ...metaOf(store, freshness, outcome.flag.source.version),
    ...(ruleId === undefined ? {} : { ruleId }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(ramp && arm ? { ramp: { id: ramp.id, stage: ramp.stage, arm } } : {}),
    ...(killedAt === undefined ? {} : { killed: { at: killedAt } }),
    ...(missing === undefined ? {} : { missing }),
    ...(prerequisite === undefined ? {} : { prerequisite }),
  };
  return { key, value: outcome.value, ...(variant === undefined ? {} : { variant }), reason: outcome.reason as 'STATIC', meta };
}

/** A value that was set over whatever the server says. */
export function describeOverride(
  key: string,
  value: JsonValue,
  store: FlagStore | null,
  freshness: Freshness,
  overridden: 'code' | 'env' | 'url',
): EvaluationDetails {
  return { key, value, reason: 'STATIC', meta: { ...metaOf(store, freshness, store?.flags.get(key)?.source.version ?? 0), overridden } };
}

/** The caller's default, and why it had to do. */
export function describeError(
  key: string,
  value: JsonValue,
  errorCode: ErrorCode,
  errorMessage: string,
  store: FlagStore | null,
  freshness: Freshness,
): EvaluationDetails {
  const version = store?.flags.get(key)?.source.version ?? 0;
  return { key, value, reason: 'ERROR', errorCode, errorMessage, ...(store === null ? {} : { meta: metaOf(store, freshness, version) }) };
}

function metaOf(store: FlagStore | null, freshness: Freshness, version: number): EvaluationMeta {
  const flagSetId = store === null ? '' : `${store.environment.project}/${store.environment.key}`;
  return { flagSetId, version, revision: store?.position.revision ?? 0, freshness };
}
