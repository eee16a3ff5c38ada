/** Rulesets and contexts for property tests: small pools of names and values, so that things meet. */
import fc from 'fast-check';
import type { Condition, Flag, Prerequisite, Segment, Serve } from '../src/evaluate/flag.ts';
import { redistribute } from '../src/evaluate/ranges.ts';

const SCALARS = [
  'a',
  'B',
  'b',
  'ab',
  'DE',
  'US-CA',
  'us',
  '',
  '1.2.3',
  '1.2.3-rc.1',
  '1.3.0',
  '0.2.3',
  '10.1.2.3',
  '10.1.3.3',
  '2001:db8::1',
];
const NUMBERS = [0, 1, 2, 3, 7, -1, 1.5, 1_767_225_600_000];
const INSTANTS = ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00+02:00', '2025-12-31T23:59:59.999Z'];
export const NOW = Date.parse('2026-01-01T00:00:00Z');
export const IDS = ['user-1', 'user-2', 'josé', 'x'];
export const ATTRIBUTES = ['targetingKey', 'country', 'plan', 'company.plan', 'company.id', 'absent'];
const VARIANTS = ['on', 'off', 'blue'];
export const FLAG_KEYS = ['f', 'g', 'h', 'i'];
const SEGMENT_KEYS = ['s', 't', 'gone'];

const pick = <Value>(values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const some = <Value>(value: fc.Arbitrary<Value>, maxLength = 3): fc.Arbitrary<Value[]> => fc.array(value, { maxLength });

const scalar = fc.oneof(pick(SCALARS), pick(NUMBERS), pick(INSTANTS), pick(IDS), fc.boolean());
const testOf = (operators: readonly string[], values: fc.Arbitrary<readonly unknown[]>): fc.Arbitrary<Condition> =>
  fc
    .record(
      { attribute: pick(ATTRIBUTES), operator: pick(operators), values, ignoreCase: fc.boolean() },
      { requiredKeys: ['attribute', 'operator', 'values'] },
    )
    .map((test) => test as Condition);

const known = fc.oneof(
  testOf(['in', 'anyOf', 'allOf'], some(scalar, 4)),
  testOf(['contains', 'startsWith', 'endsWith'], some(pick(SCALARS))),
  testOf(['lt', 'lte', 'gt', 'gte'], some(pick(NUMBERS))),
  testOf(
    ['modulo'],
    pick([
      [2, 0],
      [2, 1],
      [3, 2],
      [1, 0.5],
    ]),
  ),
  testOf(['before', 'after'], some(pick(INSTANTS))),
  testOf(
    ['semverEq', 'semverLt', 'semverLte', 'semverGt', 'semverGte', 'semverCaret', 'semverTilde'],
    some(pick(['1.2.3', '1.2.3-rc.1', '0.2.3', '0.0.1'])),
  ),
  testOf(['cidr'], some(pick(['10.1.2.0/24', '10.0.0.0/8', '10.1.2.3', '2001:db8::/32', '0.0.0.0/0']))),
  testOf(['region'], some(pick(['DE', 'US', 'US-CA']))),
  fc.record({ attribute: pick(ATTRIBUTES), operator: pick(['exists', 'before', 'after']) }),
);

/** One in forty or so is not understood. */
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 40, arbitrary: known },
  { weight: 6, arbitrary: pick(SEGMENT_KEYS.slice(0, 2)).map((segment) => ({ segment })) },
  {
    weight: 1,
    arbitrary: pick([
      { segment: 'gone' },
      { attribute: 'plan', operator: 'soundsLike', values: ['a'] },
      { percent: 5 },
    ] as unknown as Condition[]),
  },
);

export const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('tree').map((not): Condition => ({ not })),
    some(tie('tree')).map((all): Condition => ({ all })),
    some(tie('tree')).map((any): Condition => ({ any })),
  ),
})).tree;

/** Weights of 100,000 for one to four variants. */
export const weights = (variants: readonly string[]): fc.Arbitrary<Record<string, number>> =>
  fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: variants.length - 1, maxLength: variants.length - 1 }).map((cuts) => {
    const edges = [0, ...cuts.sort((a, b) => a - b), 100_000];
    return Object.fromEntries(variants.map((variant, index) => [variant, (edges[index + 1] as number) - (edges[index] as number)]));
  });

const split: fc.Arbitrary<Serve> = fc
  .record({
    scheme: fc.oneof({ weight: 15, arbitrary: fc.constant('sluice1') }, { weight: 1, arbitrary: fc.constant('sluice2') }),
    salt: pick(['salt', 'pepper']),
    by: fc.option(fc.uniqueArray(pick(ATTRIBUTES), { minLength: 1, maxLength: 2 }), { nil: undefined }),
    before: weights(VARIANTS),
    after: weights(VARIANTS),
  })
  .map(({ scheme, salt, by, before, after }) => ({
    split: { scheme, salt, ...(by && { by }), ranges: redistribute(redistribute(null, before), after) },
  }));

const serve: fc.Arbitrary<Serve> = fc.oneof(
  pick(VARIANTS).map((variant): Serve => ({ variant })),
  split,
);

const prerequisite: fc.Arbitrary<Prerequisite> = fc.record({
  flag: pick([...FLAG_KEYS, 'gone']),
  variants: fc.uniqueArray(pick(VARIANTS), { minLength: 1 }),
});

export const flag = (key: string): fc.Arbitrary<Flag> =>
  fc
    .record({
      enabled: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      killed: fc.oneof(
        { weight: 15, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.constant({ killedAt: '2026-01-01T00:00:00Z' }) },
      ),
      offVariant: pick(VARIANTS),
      prerequisites: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(prerequisite, 2) }),
      rules: some(fc.record({ when: condition, serve }), 4),
      fallthrough: serve,
    })
    .map(({ killed, rules, ...body }) => ({
      key,
      version: 1,
      type: 'number',
      variants: { on: 1, off: 2, blue: 3 },
      ...killed,
      ...body,
      rules: rules.map((rule, index) => ({ id: `r${index}`, ...rule })),
    }));

const keys = fc.option(fc.uniqueArray(pick([...IDS, '7'])), { nil: undefined });
export const segment = (key: string): fc.Arbitrary<Segment> =>
  fc.record({ included: keys, excluded: keys, when: fc.option(condition, { nil: undefined }) }).map(({ included, excluded, when }) => ({
    key,
    version: 1,
    ...(included && { included }),
    ...(excluded && { excluded }),
    ...(when && { when }),
  }));

export const flags: fc.Arbitrary<readonly Flag[]> = fc.tuple(...FLAG_KEYS.map(flag));
export const segments: fc.Arbitrary<readonly Segment[]> = fc.tuple(segment('s'), segment('t'));

const attribute = fc.oneof(scalar, scalar, fc.array(scalar, { maxLength: 3 }), pick([null, {}, 12.5, 2 ** 53, 'josé'] as unknown[]));
export const context: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    targetingKey: fc.oneof(pick(IDS), pick([7, '', null] as unknown[])),
    country: attribute,
    plan: attribute,
    company: fc.oneof(fc.record({ plan: attribute, id: attribute }, { requiredKeys: [] }), attribute),
  },
  { requiredKeys: [] },
);
