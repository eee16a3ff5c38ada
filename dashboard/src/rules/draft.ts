import { canonical, configurationChanges } from '@sluice/core/words';
import type { FlagConfiguration, FlagConfigurationPatch, Rule } from '../api/types.ts';

/** Unpublished edits, and the version that they were made on. */
export interface Draft {
  readonly readVersion: number;
  readonly origin: FlagConfiguration;
  readonly working: FlagConfiguration;
}

/** What people see of a flag at one version. */
export interface Published {
  readonly version: number;
  readonly configuration: FlagConfiguration;
}

export const isSame = (one: FlagConfiguration, other: FlagConfiguration) => canonical(one) === canonical(other);

/** The draft after an edit; null when it says what is published already. */
export function edited(draft: Draft | null, published: Published, working: FlagConfiguration): Draft | null {
  const origin = draft ?? { readVersion: published.version, origin: published.configuration };
  return isSame(origin.origin, working) ? null : { readVersion: origin.readVersion, origin: origin.origin, working };
}

/** A newer version that changed nothing here, such as a kill, does not get in the way of a draft. */
export function caughtUp(draft: Draft, published: Published): Draft {
  if (published.version <= draft.readVersion || !isSame(draft.origin, published.configuration)) return draft;
  return { ...draft, readVersion: published.version };
}

/** Only what differs travels; lists travel whole. */
export function patchOf({ origin, working }: Draft): FlagConfigurationPatch {
  const differs = (part: keyof FlagConfiguration) => canonical(origin[part]) !== canonical(working[part]);
  return Object.fromEntries(Object.entries(working).filter(([part]) => differs(part as keyof FlagConfiguration)));
}

export const changesOf = ({ origin, working }: Draft) => configurationChanges(origin, working);

export const putRule = (configuration: FlagConfiguration, rule: Rule): FlagConfiguration => ({
  ...configuration,
  rules: configuration.rules.map((one) => (one.id === rule.id ? rule : one)),
});

export const dropRule = (configuration: FlagConfiguration, id: string): FlagConfiguration => ({
  ...configuration,
  rules: configuration.rules.filter((rule) => rule.id !== id),
});

/** Moves a rule by one place; at either end it stays. */
export function moveRule(configuration: FlagConfiguration, id: string, by: 1 | -1): FlagConfiguration {
  const from = configuration.rules.findIndex((rule) => rule.id === id);
  const to = from + by;
  const rule = configuration.rules[from];
  if (rule === undefined || to < 0 || to >= configuration.rules.length) return configuration;
  return { ...configuration, rules: configuration.rules.toSpliced(from, 1).toSpliced(to, 0, rule) };
}
