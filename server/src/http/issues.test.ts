import { FlagConfigurationPatch, FlagDraft } from '@sluice/core/schema';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { toIssues } from './issues.ts';

function issuesOf(schema: z.ZodType, value: unknown) {
  return toIssues(schema.safeParse(value).error?.issues ?? []);
}

test('every unknown field is named in its own pointer', () => {
  expect(issuesOf(FlagConfigurationPatch, { enabeld: true, rulez: [] })).toEqual([
    { pointer: '#/enabeld', detail: '"enabeld" is not a field here' },
    { pointer: '#/rulez', detail: '"rulez" is not a field here' },
  ]);
});

test('a pointer escapes the two characters that it is made of', () => {
  const [issue] = issuesOf(FlagDraft, { type: 'boolean', variants: { 'a/b~c': true } });
  expect(issue?.pointer).toBe('#/variants/a~1b~0c');
});

test('in a union the branch that was meant is the one that is explained', () => {
  const issues = issuesOf(FlagConfigurationPatch, { fallthrough: { split: { weights: { on: 60_000, off: 30_000 } } } });
  expect(issues).toEqual([{ pointer: '#/fallthrough/split/weights', detail: 'weights must add up to 100000 (100 %)' }]);
});

test('an unknown operator deep in a condition is pointed at', () => {
  const rule = { id: 'r1', when: { all: [{ attribute: 'plan', operator: 'isnt', values: ['pro'] }] }, serve: { variant: 'on' } };
  expect(issuesOf(FlagConfigurationPatch, { rules: [rule] }).map(({ pointer }) => pointer)).toEqual(['#/rules/0/when/all/0/operator']);
});
