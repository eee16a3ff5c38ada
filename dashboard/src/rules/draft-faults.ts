import type { Condition } from '@sluice/core';
import { testFault } from '@sluice/core/words';
import type { FlagConfiguration, Rule, Serve, Variants } from '../api/types.ts';
import { sumFault } from './weights.ts';

/** What keeps a draft from being published, and where. */
export interface DraftFault {
  readonly where: string;
  readonly what: string;
}

/** Faults that the page can see by itself; the server judges the rest. */
export function draftFaults(configuration: FlagConfiguration, variants: Variants): readonly DraftFault[] {
  const at = (where: string) => (what: string) => ({ where, what });
  return [
    ...configuration.prerequisites.flatMap((one, index) => prerequisiteFaults(one).map(at(`prerequisite ${index + 1}`))),
    ...configuration.rules.flatMap((rule, index) => ruleFaults(rule, variants).map(at(`rule ${index + 1}`))),
    ...serveFaults(configuration.fallthrough, variants).map(at('otherwise')),
    ...(Object.hasOwn(variants, configuration.offVariant) ? [] : [at('off value')('choose a variant')]),
  ];
}

export const ruleFaults = (rule: Pick<Rule, 'when' | 'serve'>, variants: Variants): readonly string[] => [
  ...conditionFaults(rule.when, true),
  ...serveFaults(rule.serve, variants),
];

/** The outermost group may be empty: such a rule holds for everyone. */
function conditionFaults(condition: Condition, outermost = false): readonly string[] {
  if ('not' in condition) return conditionFaults(condition.not);
  if ('segment' in condition) return condition.segment === '' ? ['choose a segment'] : [];
  if ('all' in condition) return groupFaults(condition.all, outermost);
  if ('any' in condition) return groupFaults(condition.any, false);
  if (!('attribute' in condition)) return [];
  if (condition.attribute.trim() === '') return ['name an attribute'];
  const fault = testFault(condition);
  return fault === null ? [] : [`${condition.attribute}: ${fault}`];
}

const groupFaults = (parts: readonly Condition[], mayBeEmpty: boolean) =>
  parts.length === 0 && !mayBeEmpty ? ['a group needs at least one test'] : parts.flatMap((part) => conditionFaults(part));

export function serveFaults(serve: Serve, variants: Variants): readonly string[] {
  if ('variant' in serve) return Object.hasOwn(variants, serve.variant) ? [] : ['choose a variant to serve'];
  const gone = Object.keys(serve.split.weights).filter((key) => !Object.hasOwn(variants, key));
  const fault = sumFault(serve.split.weights);
  return [...gone.map((key) => `the variant ${key} is gone`), ...(fault === null ? [] : [fault])];
}

const prerequisiteFaults = (one: FlagConfiguration['prerequisites'][number]) => [
  ...(one.flag === '' ? ['choose a flag'] : []),
  ...(one.variants.length === 0 ? ['choose at least one variant'] : []),
];
