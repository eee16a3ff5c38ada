import { z } from 'zod';

/** 100,000 buckets: weights and percents are integers of them. */
export const BUCKETS = 100_000;

const KEY = /^[a-z0-9][a-z0-9._-]{0,127}$/;
const SHORT_KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;

export const FlagKey = z
  .string()
  .regex(KEY, 'a flag key is 1 to 128 of a-z, 0-9, ".", "_" and "-", and begins with a letter or digit')
  .meta({ id: 'FlagKey', description: 'Never given out again after archiving.', examples: ['checkout.new-flow'] });
export const SegmentKey = z
  .string()
  .regex(KEY, 'a segment key is 1 to 128 of a-z, 0-9, ".", "_" and "-", and begins with a letter or digit')
  .meta({ id: 'SegmentKey' });
export const ProjectKey = z
  .string()
  .regex(SHORT_KEY, 'a project key is 1 to 63 of a-z, 0-9 and "-", and begins with a letter or digit')
  .meta({ id: 'ProjectKey' });
export const EnvironmentKey = z
  .string()
  .regex(SHORT_KEY, 'an environment key is 1 to 63 of a-z, 0-9 and "-", and begins with a letter or digit')
  .meta({ id: 'EnvironmentKey' });
export const VariantKey = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a variant key is 1 to 64 letters, digits, ".", "_" and "-"')
  .meta({ id: 'VariantKey' });
export const RuleId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'a rule id is 1 to 64 of a-z, 0-9, "_" and "-"')
  .meta({ id: 'RuleId' });
export const AttributePath = z
  .string()
  .min(1)
  .max(128)
  .meta({ id: 'AttributePath', description: 'Path into the evaluation context, such as `email` or `company.plan`.' });
export const Weight = z.int().min(0).max(BUCKETS).meta({ id: 'Weight', description: 'Buckets of 100,000: 25,000 is 25 %.' });
export const Version = z.int().min(0).meta({ id: 'Version', description: "The flag's count of changes in this environment." });
export const Revision = z.int().min(0).meta({ id: 'Revision', description: "The environment's count of changes." });
export const Instant = z.iso.datetime({ offset: true }).meta({ id: 'Instant', description: 'RFC 3339.' });
export const Reason = z.string().trim().max(2000).meta({ id: 'ChangeReason', description: 'Why, for the log.' });
export const DisplayName = z.string().trim().min(1).max(200).meta({ id: 'DisplayName' });

export const ActorKind = z.enum(['person', 'token', 'gate', 'schedule', 'system']).meta({ id: 'ActorKind' });
export const Actor = z
  .strictObject({ kind: ActorKind, id: z.string(), name: z.string() })
  .meta({ id: 'Actor', description: 'Who made a change.' });
export const Source = z
  .enum(['dashboard', 'api', 'ramp', 'schedule', 'import', 'restore', 'init', 'emergency'])
  .meta({ id: 'Source', description: 'Where a change came from.' });
export const Cause = z
  .enum(['edit', 'ramp', 'rollback', 'kill', 'revive', 'restore', 'import'])
  .meta({ id: 'Cause', description: 'What kind of change it was.' });
