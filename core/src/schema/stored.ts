import type { z } from 'zod';
import type { Condition, Flag, Prerequisite, Rule, Serve } from '../evaluate/flag.ts';
import type { FlagConfiguration, FlagDefinition, Kill, RuleSchema, ServeSchema } from './flag.ts';

/** A flag as the log keeps it: the whole body after a change, in one environment. */
export interface StoredFlag {
  readonly key: string;
  readonly version: number;
  readonly definition: z.output<typeof FlagDefinition> & { readonly salt: string };
  /** Every split carries its ranges; every region test its codes. */
  readonly configuration: z.output<typeof FlagConfiguration>;
  readonly kill: z.output<typeof Kill> | null;
}

/** What SDKs receive of a stored flag: no names, owners, tags, reasons or people. */
export function toWire(stored: StoredFlag): Flag {
  const { definition, configuration, kill } = stored;
  return {
    key: stored.key,
    version: stored.version,
    type: definition.type,
    variants: definition.variants,
    enabled: configuration.enabled,
    ...(kill === null ? {} : { killedAt: kill.at }),
    offVariant: configuration.offVariant,
    ...(configuration.prerequisites.length === 0 ? {} : { prerequisites: configuration.prerequisites as Prerequisite[] }),
    ...(configuration.rules.length === 0 ? {} : { rules: configuration.rules.map((rule) => ruleToWire(rule, definition.salt)) }),
    fallthrough: serveToWire(configuration.fallthrough, definition.salt),
    ...(configuration.whenStale === 'keep' ? {} : { whenStale: configuration.whenStale }),
  };
}

function ruleToWire(rule: z.output<typeof RuleSchema>, salt: string): Rule {
  return { id: rule.id, when: conditionToWire(rule.when), serve: serveToWire(rule.serve, salt) };
}

function serveToWire(serve: z.output<typeof ServeSchema>, salt: string): Serve {
  if ('variant' in serve) return serve;
  const { split } = serve;
  return {
    split: {
      scheme: 'sluice1',
      ...(split.by === undefined ? {} : { by: split.by }),
      salt: split.salt ?? salt,
      ranges: split.ranges ?? [],
    },
  };
}

/** Regions travel as plain codes, so that every SDK agrees on what a group held when it was saved. */
export function conditionToWire(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(conditionToWire) };
  if ('any' in condition) return { any: condition.any.map(conditionToWire) };
  if ('not' in condition) return { not: conditionToWire(condition.not) };
  if (!('codes' in condition)) return condition;
  const { codes, ...test } = condition as typeof condition & { codes: readonly string[] };
  return { ...test, values: codes };
}
