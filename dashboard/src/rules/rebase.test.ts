import { expect, test } from 'vitest';
import { configuration, rule } from '../../test/flags.ts';
import { type Part, rebase, type Side } from './rebase.ts';

const origin = configuration({ rules: [rule('a'), rule('b'), rule('c')] });
const ids = (merged: typeof origin) => merged.rules.map((one) => one.id);

test('edits of different parts are both kept', () => {
  const mine = { ...origin, rules: [rule('a'), rule('b', 'off'), rule('c')] };
  const theirs = { ...origin, enabled: false, rules: [rule('a', 'off'), rule('b'), rule('c')] };
  const { merged, overlaps } = rebase(origin, mine, theirs);
  expect(overlaps).toEqual([]);
  expect(merged).toEqual({ ...origin, enabled: false, rules: [rule('a', 'off'), rule('b', 'off'), rule('c')] });
});

test('edits of the same part overlap, stay theirs, and go by the choice that is made', () => {
  const mine = { ...origin, fallthrough: { variant: 'off' }, rules: [rule('a', 'mine'), rule('b'), rule('c')] };
  const theirs = {
    ...origin,
    fallthrough: { split: { weights: { on: 50_000, off: 50_000 } } },
    rules: [rule('a', 'theirs'), rule('b'), rule('c')],
  };
  const untouched = rebase(origin, mine, theirs);
  expect([...untouched.overlaps].sort()).toEqual(['fallthrough', 'rule:a']);
  expect(untouched.merged).toEqual(theirs);
  const choices = new Map<Part, Side>([
    ['rule:a', 'mine'],
    ['fallthrough', 'theirs'],
  ]);
  expect(rebase(origin, mine, theirs, choices).merged).toEqual({ ...theirs, rules: mine.rules });
});

test('the same edit on both sides is no overlap', () => {
  const both = { ...origin, enabled: false };
  expect(rebase(origin, both, both)).toEqual({ merged: both, overlaps: [] });
});

test('rules added on both sides stand after their neighbours', () => {
  const mine = { ...origin, rules: [rule('a'), rule('mine'), rule('b'), rule('c')] };
  const theirs = { ...origin, rules: [rule('a'), rule('b'), rule('c'), rule('theirs')] };
  expect(ids(rebase(origin, mine, theirs).merged)).toEqual(['a', 'mine', 'b', 'c', 'theirs']);
});

test('a rule that one side deleted and the other edited overlaps; deleting what the other left alone does not', () => {
  const mine = { ...origin, rules: [rule('a'), rule('c')] };
  expect(ids(rebase(origin, mine, origin).merged)).toEqual(['a', 'c']);
  const theirs = { ...origin, rules: [rule('a'), rule('b', 'off'), rule('c')] };
  const { merged, overlaps } = rebase(origin, mine, theirs);
  expect(overlaps).toEqual(['rule:b']);
  expect(ids(merged)).toEqual(['a', 'b', 'c']);
});

test('an order that one side changed is kept beside edits of the other', () => {
  const mine = { ...origin, rules: [rule('c'), rule('a'), rule('b')] };
  const theirs = { ...origin, rules: [rule('a', 'off'), rule('b'), rule('c'), rule('d')] };
  const { merged, overlaps } = rebase(origin, mine, theirs);
  expect(overlaps).toEqual([]);
  expect(ids(merged)).toEqual(['c', 'd', 'a', 'b']);
});
