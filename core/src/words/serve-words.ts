import type { z } from 'zod';
import type { FlagConfiguration, RuleSchema, ServeSchema } from '../schema/flag.ts';
import { count, percentText, WHOLE } from './amounts.ts';
import { conditionSentence } from './condition-words.ts';
import { attribute, joined, list, percent, ruleName, type Sentence, say, variant, words } from './sentence.ts';

type Configuration = z.output<typeof FlagConfiguration>;
type Rule = z.output<typeof RuleSchema>;
type Serve = z.output<typeof ServeSchema>;

/** What decides an answer: enough to say what a flag serves. */
export interface Serving {
  readonly configuration: Pick<Configuration, 'enabled' | 'offVariant' | 'rules' | 'fallthrough'>;
  readonly kill: { readonly at: string } | null;
}

const NAMED_RULES = 2;

/** Variants with more than no weight, in the order written: `on 10%, off 90%`, or just `on`. */
export function serveSentence(serve: Serve): Sentence {
  const shares = sharesOf(serve);
  const only = shares[0];
  if (only !== undefined && shares.length === 1) return [variant(only.variant)];
  return say`${percentages(serve)}${bySentence(serve)}`;
}

/** The same without the attributes that it is shared out by. */
function briefly(serve: Serve): Sentence {
  const only = sharesOf(serve)[0];
  return only === undefined || sharesOf(serve).length > 1 ? percentages(serve) : [variant(only.variant)];
}

const percentages = (serve: Serve): Sentence =>
  joined(
    sharesOf(serve).map((share) => say`${variant(share.variant)} ${percent(percentText(share.weight))}`),
    ', ',
  );

/** Each variant that a serve gives to anybody, with its buckets of 100,000. */
export function sharesOf(serve: Serve): readonly { readonly variant: string; readonly weight: number }[] {
  if ('variant' in serve) return [{ variant: serve.variant, weight: WHOLE }];
  return Object.entries(serve.split.weights).flatMap(([key, weight]) => (weight > 0 ? [{ variant: key, weight }] : []));
}

/** A rule's name, or its condition in words when it has none. */
export function ruleLabel(rule: Pick<Rule, 'name' | 'when'>): Sentence {
  return rule.name === undefined || rule.name === '' ? conditionSentence(rule.when) : [ruleName(rule.name)];
}

/** The whole rule: `if country is "DE" or "FR", serve off`. */
export function ruleSentence(rule: Pick<Rule, 'when' | 'serve'>): Sentence {
  return say`if ${conditionSentence(rule.when)}, serve ${serveSentence(rule.serve)}`;
}

/** What everybody gets at this moment, kill and `enabled` included: `on for staff; otherwise on 10%, off 90%`. */
export function servesSentence({ configuration, kill }: Serving): Sentence {
  const { rules, fallthrough } = configuration;
  if (kill !== null || !configuration.enabled) return say`${variant(configuration.offVariant)} to everyone`;
  if (rules.length === 0) return 'variant' in fallthrough ? say`${briefly(fallthrough)} to everyone` : briefly(fallthrough);
  const named = rules.slice(0, NAMED_RULES).map((rule) => say`${briefly(rule.serve)} for ${ruleLabel(rule)}`);
  const left = rules.length - named.length;
  const more = left === 0 ? [] : [[words(`${count(left, 'more rule')}`)]];
  return say`${joined([...named, ...more], '; ')}; otherwise ${briefly(fallthrough)}`;
}

/** What pressing Kill does, said before it is pressed. */
export function killSentence(serving: Serving): Sentence {
  const off = variant(serving.configuration.offVariant);
  if (serving.kill !== null) return say`Killed already: serves ${off} to everyone.`;
  return say`Kill serves ${off} to everyone. Now: ${servesSentence(serving)}.`;
}

/** What will be served once a kill is lifted. */
export function reviveSentence(serving: Serving): Sentence {
  return say`Revive serves ${servesSentence({ ...serving, kill: null })}.`;
}

function bySentence(serve: Serve): Sentence {
  if ('variant' in serve || serve.split.by === undefined || serve.split.by.join() === 'targetingKey') return [];
  return say` by ${list(
    serve.split.by.map((path) => [attribute(path)]),
    'or',
  )}`;
}
