import type { z } from 'zod';
import type { FlagConfiguration, FlagDefinition } from '../schema/flag.ts';
import { ordinal } from './amounts.ts';
import { canonical } from './canonical.ts';
import { conditionChanges } from './condition-changes.ts';
import { definitionChanges } from './definition-changes.ts';
import { movedIds } from './moved.ts';
import { type Mark, marked, type Noted } from './noted.ts';
import { flag, list, type Sentence, say, variant } from './sentence.ts';
import { ruleLabel, ruleSentence, serveSentence } from './serve-words.ts';

type Configuration = z.output<typeof FlagConfiguration>;
type Rule = Configuration['rules'][number];

/** The parts of a version that its readers compare. A part left out on either side is not compared. */
export interface FlagBody {
  readonly definition?: z.output<typeof FlagDefinition>;
  readonly configuration?: Configuration;
  readonly kill?: { readonly at: string } | null;
}

/** Everything that differs from `before` to `after`, one sentence each, the most urgent first; empty when nothing does. */
export function changesBetween(before: FlagBody, after: FlagBody): readonly Noted[] {
  return [
    ...killChanges(before, after),
    ...(before.configuration && after.configuration ? configurationChanges(before.configuration, after.configuration) : []),
    ...(before.definition && after.definition ? definitionChanges(before.definition, after.definition) : []),
  ];
}

/** What a draft or an edit changes of a configuration. */
export function configurationChanges(before: Configuration, after: Configuration): readonly Noted[] {
  return [
    ...enabledChange(before, after),
    ...turned('changed', before.offVariant, after.offVariant, (from, to) => say`off value: ${variant(from)} to ${variant(to)}`),
    ...prerequisiteChanges(before.prerequisites, after.prerequisites),
    ...ruleChanges(before.rules, after.rules),
    ...fallthroughChange(before, after),
    ...turned('changed', before.whenStale, after.whenStale, (from, to) => say`after losing contact for long: ${from} to ${to}`),
  ];
}

function killChanges(before: FlagBody, after: FlagBody): Noted[] {
  if (before.kill === undefined || after.kill === undefined || (before.kill === null) === (after.kill === null)) return [];
  return after.kill === null ? [marked('removed', say`revived`)] : [marked('added', say`killed`)];
}

function enabledChange(before: Configuration, after: Configuration): Noted[] {
  if (before.enabled === after.enabled) return [];
  return [marked('changed', after.enabled ? say`enabled` : say`disabled: serves ${variant(after.offVariant)} to everyone`)];
}

function fallthroughChange(before: Configuration, after: Configuration): Noted[] {
  if (same(served(before.fallthrough), served(after.fallthrough))) return [];
  return [marked('changed', say`otherwise: ${serveSentence(before.fallthrough)} to ${serveSentence(after.fallthrough)}`)];
}

function ruleChanges(before: readonly Rule[], after: readonly Rule[]): Noted[] {
  const earlier = new Map(before.map((rule) => [rule.id, rule]));
  const kept = new Set(after.map((rule) => rule.id));
  const moved = movedIds(
    before.filter((rule) => kept.has(rule.id)).map((rule) => rule.id),
    after.filter((rule) => earlier.has(rule.id)).map((rule) => rule.id),
  );
  const place = (rules: readonly Rule[], id: string) => ordinal(rules.findIndex((rule) => rule.id === id) + 1);
  return [
    ...before.filter((rule) => !kept.has(rule.id)).map((rule) => marked('removed', namedRule(rule))),
    ...after.flatMap((rule, index): Noted[] => {
      const was = earlier.get(rule.id);
      if (was === undefined) return [marked('added', say`${namedRule(rule)}, ${ordinal(index + 1)}`)];
      const edits = ruleEdits(was, rule);
      const move = marked('moved', say`rule ${ruleLabel(rule)}: ${place(before, rule.id)} to ${ordinal(index + 1)}`);
      return moved.has(rule.id) ? [...edits, move] : edits;
    }),
  ];
}

function namedRule(rule: Rule): Sentence {
  return rule.name === undefined || rule.name === ''
    ? say`rule: ${ruleSentence(rule)}`
    : say`rule ${ruleLabel(rule)}: ${ruleSentence(rule)}`;
}

function ruleEdits(before: Rule, after: Rule): Noted[] {
  const label = ruleLabel(after.name ? after : before);
  const servesTheSame = same(served(before.serve), served(after.serve));
  return [
    ...turned('changed', before.name ?? '', after.name ?? '', () => say`rule ${ruleLabel(before)} is now called ${ruleLabel(after)}`),
    ...conditionChanges(before.when, after.when).map((note) => ({ ...note, sentence: say`rule ${label}: ${note.sentence}` })),
    ...(servesTheSame ? [] : [marked('changed', say`rule ${label}: ${serveSentence(before.serve)} to ${serveSentence(after.serve)}`)]),
  ];
}

function prerequisiteChanges(before: Configuration['prerequisites'], after: Configuration['prerequisites']): Noted[] {
  const sentence = (one: Configuration['prerequisites'][number]) =>
    say`prerequisite: ${flag(one.flag)} serves ${list(
      one.variants.map((key) => [variant(key)]),
      'or',
    )}`;
  const missing = (from: Configuration['prerequisites'], to: Configuration['prerequisites'], mark: Mark) =>
    from.filter((one) => !to.some((other) => same(one, other))).map((one) => marked(mark, sentence(one)));
  return [...missing(before, after, 'removed'), ...missing(after, before, 'added')];
}

/** A variant that nobody gets is as good as absent. */
function served(serve: Rule['serve']) {
  if ('variant' in serve) return serve;
  const { weights, by, salt } = serve.split;
  return { weights: Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight > 0)), by, salt };
}

const same = (one: unknown, other: unknown) => canonical(one) === canonical(other);

const turned = (mark: Mark, from: string, to: string, sentence: (from: string, to: string) => Sentence): Noted[] =>
  from === to ? [] : [marked(mark, sentence(from, to))];
