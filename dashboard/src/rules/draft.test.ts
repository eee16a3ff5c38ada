import { expect, test } from 'vitest';
import { configuration, rule } from '../../test/flags.ts';
import { caughtUp, edited, moveRule, patchOf } from './draft.ts';
import { draftFaults } from './draft-faults.ts';

const VARIANTS = { on: true, off: false };
const published = { version: 4, configuration: configuration({ rules: [rule('a'), rule('b'), rule('c')] }) };

test('an edit begins a draft on the version that was published, and undoing it ends the draft', () => {
  const draft = edited(null, published, { ...published.configuration, enabled: false });
  expect(draft?.readVersion).toBe(4);
  expect(edited(draft, published, { ...published.configuration })).toBeNull();
});

test('only what differs is sent, and ranges are no difference', () => {
  const split = { weights: { on: 50_000, off: 50_000 } };
  const origin = configuration({ fallthrough: { split: { ...split, ranges: [{ variant: 'on', start: 0, end: 50_000 }] } } });
  const draft = { readVersion: 1, origin, working: { ...origin, fallthrough: { split }, enabled: false } };
  expect(patchOf(draft)).toEqual({ enabled: false });
});

test('a newer version that changed nothing here, such as a kill, moves the origin along', () => {
  const draft = { readVersion: 4, origin: published.configuration, working: { ...published.configuration, enabled: false } };
  expect(caughtUp(draft, { ...published, version: 5 }).readVersion).toBe(5);
  expect(caughtUp(draft, { version: 5, configuration: configuration() }).readVersion).toBe(4);
});

test('a rule moves by one place and stops at either end', () => {
  const ids = (by: 1 | -1, id: string) => moveRule(published.configuration, id, by).rules.map((one) => one.id);
  expect(ids(1, 'a')).toEqual(['b', 'a', 'c']);
  expect(ids(-1, 'c')).toEqual(['a', 'c', 'b']);
  expect([ids(-1, 'a'), ids(1, 'c')]).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
});

test('says where a draft cannot be published, and what to mend', () => {
  const faulty = configuration({
    offVariant: 'gone',
    prerequisites: [{ flag: '', variants: [] }],
    rules: [
      { ...rule('a'), when: { all: [{ attribute: '', operator: 'in', values: ['x'] }] } },
      { ...rule('b'), when: { any: [] }, serve: { variant: 'gone' } },
      { ...rule('c'), when: { not: { attribute: 'v', operator: 'semverGt', values: ['2'] } } },
    ],
    fallthrough: { split: { weights: { on: 10_000, off: 80_000 } } },
  });
  expect(draftFaults(faulty, VARIANTS).map(({ where, what }) => `${where}: ${what}`)).toEqual([
    'prerequisite 1: choose a flag',
    'prerequisite 1: choose at least one variant',
    'rule 1: name an attribute',
    'rule 2: a group needs at least one test',
    'rule 2: choose a variant to serve',
    'rule 3: v: A version is three numbers, such as 2.4.0 or 2.4.0-beta.1',
    'otherwise: 10% of people get nothing yet: the shares must add up to 100%',
    'off value: choose a variant',
  ]);
});

test('a rule without any condition holds for everyone and may be published', () => {
  expect(draftFaults(configuration({ rules: [{ ...rule('a'), when: { all: [] } }] }), VARIANTS)).toEqual([]);
});
