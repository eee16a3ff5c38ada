import type { Condition } from '@sluice/core';
import { toWire } from '@sluice/core/schema';
import { expect, test } from 'vitest';
import { storedFlag } from '../../test/stream/memory-log.ts';
import { hasPrivateLeaf } from './private-leaves.ts';

const isPrivate = (when: Condition): boolean => hasPrivateLeaf(toWire(storedFlag('a', 1, { when })));
const leafOf = (attribute: string, operator: string, values?: readonly string[]): Condition => ({
  attribute,
  operator,
  ...(values && { values }),
});

test('what a page knows of its visitor anyway is not private', () => {
  for (const attribute of ['country', 'locale', 'platform', 'appVersion']) expect(isPrivate(leafOf(attribute, 'in', ['x']))).toBe(false);
});

test('the targeting key, any other attribute, a segment and a regular expression are private, at any depth', () => {
  const leaves: Condition[] = [
    leafOf('targetingKey', 'in', ['ann']),
    leafOf('email', 'endsWith', ['@example.com']),
    leafOf('company.plan', 'in', ['gold']),
    leafOf('country', 'matches', ['^N']),
    { segment: 'friends' },
  ];
  for (const leaf of leaves) {
    expect(isPrivate(leaf)).toBe(true);
    expect(isPrivate({ all: [leafOf('country', 'in', ['NL']), { any: [{ not: leaf }] }] })).toBe(true);
  }
});

test('a test without operands names nobody', () => {
  expect(isPrivate(leafOf('email', 'exists'))).toBe(false);
  expect(isPrivate(leafOf('trialEnds', 'before'))).toBe(false);
});

test('a shape that is not known is private', () => {
  expect(isPrivate({ someOf: [] } as unknown as Condition)).toBe(true);
});
