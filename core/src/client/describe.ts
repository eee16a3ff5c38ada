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
  const { value, variant, reason, ruleId, split, ramp, arm, missing, prerequisite, killedAt } = outcome;
  const meta = metaOf(store, freshness, outcome.flag.source.version);
  // Assigned one by one: spreading what may be absent costs a microsecond.
  if (ruleId !== undefined) meta.ruleId = ruleId;
  const bucket = split && bucketOf(split, context);
  if (bucket !== undefined) meta.bucket = bucket;
  if (ramp && arm) meta.ramp = { id: ramp.id, stage: ramp.stage, arm };
  if (killedAt !== undefined) meta.killed = { at: killedAt };
  if (missing !== undefined) meta.missing = missing;
  if (prerequisite !== undefined) meta.prerequisite = prerequisite;
  const decided = reason as Exclude<typeof reason, 'ERROR'>;
  return variant === undefined ? { key, value, reason: decided, meta } : { key, value, variant, reason: decided, meta };
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
  const error = { key, value, reason: 'ERROR', errorCode, errorMessage } as const;
  return store === null ? error : { ...error, meta: metaOf(store, freshness, version) };
}

type Draft<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

function metaOf(store: FlagStore | null, freshness: Freshness, version: number): Draft<EvaluationMeta> {
  const flagSetId = store === null ? '' : `${store.environment.project}/${store.environment.key}`;
  return { flagSetId, version, revision: store?.position.revision ?? 0, freshness };
}
