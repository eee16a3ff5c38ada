import type { Condition, JsonPrimitive, Test } from '../evaluate/flag.ts';
import { canonical } from './canonical.ts';
import { conditionSentence, testSentence, valuesSentence } from './condition-words.ts';
import { marked, type Noted } from './noted.ts';
import { attribute, say } from './sentence.ts';

/** The smallest differences between two conditions: values of a list where only those changed, else both in full. */
export function conditionChanges(before: Condition, after: Condition): readonly Noted[] {
  if (canonical(before) === canonical(after)) return [];
  const pair = childrenOf(before, after);
  if (pair !== null) return pair.flatMap(([was, is]) => conditionChanges(was, is));
  const tests = testsOf(before, after);
  return tests === null ? [replaced(before, after)] : valueChanges(...tests);
}

function childrenOf(before: Condition, after: Condition): readonly (readonly [Condition, Condition])[] | null {
  if ('not' in before && 'not' in after && !('attribute' in before.not)) return [[before.not, after.not]];
  if ('all' in before && 'all' in after) return zip(before.all, after.all);
  if ('any' in before && 'any' in after) return zip(before.any, after.any);
  return null;
}

function zip(before: readonly Condition[], after: readonly Condition[]) {
  const pairs = before.flatMap((was, index): (readonly [Condition, Condition])[] => {
    const is = after[index];
    return is === undefined ? [] : [[was, is]];
  });
  return pairs.length === before.length && before.length === after.length ? pairs : null;
}

function testsOf(before: Condition, after: Condition): [Test, Test] | null {
  if (!('attribute' in before) || !('attribute' in after)) return null;
  const comparable = before.attribute === after.attribute && before.operator === after.operator && before.ignoreCase === after.ignoreCase;
  return comparable && LISTS.has(before.operator) ? [before, after] : null;
}

const LISTS = new Set(['in', 'anyOf', 'allOf', 'contains', 'startsWith', 'endsWith', 'cidr', 'region']);

function valueChanges(before: Test, after: Test): readonly Noted[] {
  const bare = before.operator === 'region' || before.operator === 'cidr';
  const gained = without(after.values ?? [], before.values ?? []);
  const lost = without(before.values ?? [], after.values ?? []);
  if (gained.length === 0 && lost.length === 0) return [];
  if (lost.length === before.values?.length) return [marked('changed', say`${testSentence(before)} to ${testSentence(after)}`)];
  return [
    ...(lost.length === 0 ? [] : [marked('removed', say`${attribute(before.attribute)} without ${valuesSentence(lost, bare)}`)]),
    ...(gained.length === 0 ? [] : [marked('added', say`${attribute(before.attribute)} with ${valuesSentence(gained, bare)}`)]),
  ];
}

const without = (from: readonly JsonPrimitive[], what: readonly JsonPrimitive[]) => from.filter((one) => !what.includes(one));

const replaced = (before: Condition, after: Condition) =>
  marked('changed', say`if ${conditionSentence(before)} to if ${conditionSentence(after)}`);
