import { z } from 'zod';
import type { JsonValue } from '../evaluate/flag.ts';
import { ConditionSchema } from './condition.ts';
import {
  Actor,
  AttributePath,
  BUCKETS,
  Cause,
  DisplayName,
  FlagKey,
  Instant,
  Reason,
  Revision,
  RuleId,
  Source,
  VariantKey,
  Version,
  Weight,
} from './primitives.ts';

export const FlagType = z.enum(['boolean', 'string', 'number', 'json']).meta({ id: 'FlagType' });
/** Written out, since the recursion inside `z.json()` leads past the name, and OpenAPI would refer to a schema that is not there. */
export const JsonSchema: z.ZodType<JsonValue> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(JsonSchema), z.record(z.string(), JsonSchema)]))
  .meta({ id: 'JsonValue' });

export const Variants = z
  .record(VariantKey, JsonSchema)
  .refine((variants) => Object.keys(variants).length >= 1, 'a flag needs at least one variant')
  .refine((variants) => Object.keys(variants).length <= 50, 'a flag has at most 50 variants')
  .meta({ id: 'Variants', description: 'Variant key to value, in order.' });

/** Weights add up to 100,000 buckets; the server turns them into ranges with the least movement. */
export const Weights = z
  .record(VariantKey, Weight)
  .refine(
    (weights) => Object.values(weights).reduce((sum, weight) => sum + weight, 0) === BUCKETS,
    `weights must add up to ${BUCKETS} (100 %)`,
  )
  .meta({ id: 'Weights' });

export const BucketRange = z.strictObject({ variant: VariantKey, start: Weight, end: Weight }).meta({ id: 'BucketRange' });

export const WeightedSplit = z
  .strictObject({
    weights: Weights,
    by: z.array(AttributePath).min(1).max(8).exactOptional(),
    salt: z.string().min(1).max(64).exactOptional(),
    ranges: z
      .array(BucketRange)
      .exactOptional()
      .meta({ readOnly: true, description: 'Made by the server; what a writer sends here is ignored.' }),
  })
  .meta({ id: 'WeightedSplit' });

export const ServeSchema = z
  .union([z.strictObject({ variant: VariantKey }), z.strictObject({ split: WeightedSplit })])
  .meta({ id: 'Serve' });

export const RuleSchema = z
  .strictObject({ id: RuleId, name: z.string().trim().max(200).exactOptional(), when: ConditionSchema, serve: ServeSchema })
  .meta({ id: 'Rule' });

export const PrerequisiteSchema = z
  .strictObject({ flag: FlagKey, variants: z.array(VariantKey).min(1).max(50) })
  .meta({ id: 'Prerequisite' });

/** What all environments share. */
export const FlagDefinition = z
  .strictObject({
    name: z.string().trim().max(200).default(''),
    description: z.string().trim().max(5000).default(''),
    type: FlagType,
    variants: Variants,
    tags: z.array(z.string().trim().min(1).max(60)).max(30).default([]),
    owner: z.string().trim().max(200).default(''),
    clientSide: z.boolean().default(false).meta({ description: 'Whether client keys (browsers) may receive it.' }),
  })
  .meta({ id: 'FlagDefinition' });

/** What one environment serves. */
export const FlagConfiguration = z
  .strictObject({
    enabled: z.boolean(),
    offVariant: VariantKey.meta({ description: 'Served while off or killed.' }),
    prerequisites: z.array(PrerequisiteSchema).max(20).default([]),
    rules: z.array(RuleSchema).max(100).default([]),
    fallthrough: ServeSchema,
    whenStale: z.enum(['keep', 'off', 'default']).default('keep'),
  })
  .meta({ id: 'FlagConfiguration' });

/** A write to a configuration: merge patch (RFC 7396), lists replaced whole. */
export const FlagConfigurationPatch = z
  .strictObject({
    enabled: z.boolean().exactOptional(),
    offVariant: VariantKey.exactOptional(),
    prerequisites: z.array(PrerequisiteSchema).max(20).exactOptional(),
    rules: z.array(RuleSchema).max(100).exactOptional(),
    fallthrough: ServeSchema.exactOptional(),
    whenStale: z.enum(['keep', 'off', 'default']).exactOptional(),
    reason: Reason.exactOptional(),
  })
  .meta({ id: 'FlagConfigurationPatch' });

export const FlagDefinitionPatch = z
  .strictObject({
    name: z.string().trim().max(200).exactOptional(),
    description: z.string().trim().max(5000).exactOptional(),
    variants: z
      .record(VariantKey, z.union([JsonSchema, z.null()]))
      .exactOptional()
      .meta({ description: 'Merged by key; null removes a variant.' }),
    tags: z.array(z.string().trim().min(1).max(60)).max(30).exactOptional(),
    owner: z.string().trim().max(200).exactOptional(),
    clientSide: z.boolean().exactOptional(),
    reason: Reason.exactOptional(),
  })
  .meta({ id: 'FlagDefinitionPatch' });

export const Kill = z.strictObject({ at: Instant, by: Actor, reason: Reason }).meta({ id: 'Kill' });

/** GET /projects/{p}/flags/{key}: the definition, with its own version for If-Match. */
export const FlagResource = FlagDefinition.extend({
  key: FlagKey,
  salt: z.string(),
  version: Version.meta({ description: "The definition's count of changes." }),
  createdAt: Instant,
  archivedAt: Instant.nullable(),
}).meta({ id: 'Flag' });

/** PUT /projects/{p}/flags/{key}: creates the flag, with the configuration every environment starts with. */
export const FlagDraft = FlagDefinition.extend({
  initial: z
    .strictObject({ enabled: z.boolean().default(false), offVariant: VariantKey, fallthrough: ServeSchema })
    .exactOptional()
    .meta({
      description: 'How every environment starts; disabled, off variant last and fallthrough first in the list of variants unless said.',
    }),
  reason: Reason.exactOptional(),
}).meta({ id: 'FlagDraft' });

/** GET /projects/{p}/environments/{e}/flags/{key}: what one environment serves. ETag is the version. */
export const EnvironmentFlag = z
  .strictObject({
    key: FlagKey,
    environment: z.string(),
    version: Version,
    revision: Revision.meta({ description: 'Revision of the environment at which this version was made.' }),
    definition: FlagResource,
    configuration: FlagConfiguration,
    kill: Kill.nullable(),
    changedAt: Instant,
    changedBy: Actor,
    cause: Cause,
  })
  .meta({ id: 'EnvironmentFlag' });

/** How many of the 100,000 buckets of one split change variant. */
export const MovedBuckets = z
  .strictObject({
    place: z.string().meta({ description: '`fallthrough`, or the id of a rule.' }),
    from: VariantKey,
    to: VariantKey,
    buckets: Weight,
    expected: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'Present when the split hashes anew, by another salt or attribute: then the number is what chance gives.' }),
  })
  .meta({ id: 'MovedBuckets' });

/** Answer to a write: the flag as it is now, and who moves. */
export const EnvironmentFlagChanged = EnvironmentFlag.extend({ moved: z.array(MovedBuckets) }).meta({ id: 'EnvironmentFlagChanged' });

export const FlagVersion = z
  .strictObject({
    version: Version,
    revision: Revision,
    changeId: z.string(),
    at: Instant,
    actor: Actor,
    source: Source,
    cause: Cause,
    reason: z.string(),
    definition: FlagDefinition.extend({ salt: z.string() }),
    configuration: FlagConfiguration,
    kill: Kill.nullable(),
  })
  .meta({ id: 'FlagVersion' });

export const KillRequest = z.strictObject({ reason: Reason.default('') }).meta({ id: 'KillRequest' });
export const RestoreRequest = z.strictObject({ version: Version, reason: Reason.default('') }).meta({ id: 'RestoreRequest' });
export const ReviveRequest = z.strictObject({ reason: Reason.default('') }).meta({ id: 'ReviveRequest' });
export const ArchiveRequest = z.strictObject({ reason: Reason.default('') }).meta({ id: 'ArchiveRequest' });
export { DisplayName };
