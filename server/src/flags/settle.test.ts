import type { FlagConfiguration } from '@sluice/core/schema';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { movements, settle } from './settle.ts';

type Configuration = z.output<typeof FlagConfiguration>;
type Serve = Configuration['fallthrough'];

const serving = (fallthrough: Serve, rules: Configuration['rules'] = []): Configuration => ({
  enabled: true,
  offVariant: 'off',
  prerequisites: [],
  rules,
  fallthrough,
  whenStale: 'keep',
});
const split = (on: number, more: object = {}): Serve => ({ split: { weights: { on, off: 100_000 - on }, ...more } });
const everybody = { attribute: 'plan', operator: 'exists' };

test('a split takes as few buckets as its weights ask from the lone variant before it', () => {
  const before = serving({ variant: 'off' });
  const after = settle(serving(split(10_000)), before);
  expect(movements(before, after)).toEqual([{ place: 'fallthrough', from: 'off', to: 'on', buckets: 10_000 }]);
});

test('ranges that a writer sends count for nothing', () => {
  const sent = split(50_000, { ranges: [{ variant: 'on', start: 0, end: 100_000 }] });
  const { fallthrough } = settle(serving(sent), null);
  expect('split' in fallthrough && fallthrough.split.ranges).toEqual([
    { variant: 'on', start: 0, end: 50_000 },
    { variant: 'off', start: 50_000, end: 100_000 },
  ]);
});

test('a rule keeps its buckets by its id, wherever it stands in the order', () => {
  const rule = (id: string, on: number) => ({ id, when: everybody, serve: split(on) });
  const before = settle(serving({ variant: 'off' }, [rule('a', 10_000), rule('b', 60_000)]), null);
  const after = settle(serving({ variant: 'off' }, [rule('b', 50_000), rule('a', 10_000)]), before);
  expect(movements(before, after)).toEqual([{ place: 'b', from: 'on', to: 'off', buckets: 10_000 }]);
});

test('another salt gives everybody a new bucket, and the answer is what chance gives', () => {
  const before = settle(serving(split(10_000)), null);
  const after = settle(serving(split(10_000, { salt: 'renewed' })), before);
  expect(movements(before, after)).toEqual([
    { place: 'fallthrough', from: 'on', to: 'off', buckets: 9_000, expected: true },
    { place: 'fallthrough', from: 'off', to: 'on', buckets: 9_000, expected: true },
  ]);
});

test('saying the usual attribute in words moves nobody, another one does', () => {
  const before = settle(serving(split(50_000)), null);
  expect(movements(before, settle(serving(split(50_000, { by: ['targetingKey'] })), before))).toEqual([]);
  expect(movements(before, settle(serving(split(50_000, { by: ['company.id'] })), before))).toHaveLength(2);
});

test('a region is kept as it was written, with the codes that it stood for when it was saved', () => {
  const when = { attribute: 'country', operator: 'region', values: ['EEA'], codes: ['US'] };
  const { rules } = settle(serving({ variant: 'off' }, [{ id: 'r', when, serve: { variant: 'on' } }]), null);
  const saved = rules[0]?.when as unknown as { values: string[]; codes: string[] };
  expect(saved.values).toEqual(['EEA']);
  expect(saved.codes).toEqual(expect.arrayContaining(['NO', 'DE']));
  expect(saved.codes).not.toContain('US');
});
