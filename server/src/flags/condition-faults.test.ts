import type { Condition } from '@sluice/core';
import { LIMITS } from '@sluice/core/schema';
import { expect, test } from 'vitest';
import { conditionFaults } from './condition-faults.ts';

const leaf: Condition = { attribute: 'plan', operator: 'in', values: ['pro'] };
const nested = (depth: number): Condition => (depth === 1 ? leaf : { not: nested(depth - 1) });

test('the deepest condition that readers take is taken, one deeper is refused', () => {
  expect(conditionFaults(nested(LIMITS.conditionDepth), '#')).toEqual([]);
  expect(conditionFaults(nested(LIMITS.conditionDepth + 1), '#/rules/0/when')).toEqual([
    { pointer: '#/rules/0/when', detail: `is ${LIMITS.conditionDepth + 1} levels deep; ${LIMITS.conditionDepth} are the most` },
  ]);
});

test('the largest condition that readers take is taken, one part more is refused', () => {
  const wide = (parts: number): Condition => ({ any: Array.from({ length: parts }, () => leaf) });
  expect(conditionFaults(wide(LIMITS.conditionNodes - 1), '#')).toEqual([]);
  expect(conditionFaults(wide(LIMITS.conditionNodes), '#')).toHaveLength(1);
});

test('every fault is told, each with its place', () => {
  const condition: Condition = {
    all: [leaf, { not: { attribute: 'a', operator: 'matches', values: ['ok', 'a(?!b)'] } }, { any: [{ segment: 'staff' }] }],
  };
  expect(conditionFaults(condition, '#').map(({ pointer }) => pointer)).toEqual(['#/all/1/not/values/1', '#/all/2/any/0/segment']);
});
