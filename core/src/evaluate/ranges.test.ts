import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weights } from '../../test/arbitraries.ts';
import type { BucketRange } from './flag.ts';
import { BUCKETS, MAX_RANGES, moved, redistribute, weightsOf } from './ranges.ts';

const VARIANTS = ['a', 'b', 'c', 'd'];
type Weights = Record<string, number>;
const history = fc.array(weights(VARIANTS), { minLength: 1, maxLength: 8 });
const after = (steps: readonly Weights[], start: BucketRange[] | null = null) =>
  steps.reduce(redistribute, start as never) as BucketRange[];
const buckets = (movements: ReturnType<typeof moved>) => movements.reduce((sum, movement) => sum + movement.buckets, 0);

/** The variant of every bucket, as ranges in their order; equal for equal assignments, however they are cut up. */
function assignment(ranges: readonly BucketRange[]): string {
  const text: string[] = [];
  let last = '';
  for (const { variant, start } of ranges.toSorted((x, y) => x.start - y.start)) {
    if (variant !== last) text.push(`${start}:${variant}`);
    last = variant;
  }
  return text.join(' ');
}

function isPartition(ranges: readonly BucketRange[]): boolean {
  const ordered = ranges.toSorted((x, y) => x.start - y.start);
  return (
    ordered.every(({ start, end }, index) => start < end && start === (ordered[index - 1]?.end ?? 0)) && ordered.at(-1)?.end === BUCKETS
  );
}

test('exactly half the sum of the weights’ differences moves, and every bucket stays covered once', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(history, weights(VARIANTS), (steps, wanted) => {
      const before = after(steps);
      const ranges = redistribute(before, wanted);
      const held = weightsOf(before);
      const differences = VARIANTS.reduce((sum, variant) => sum + Math.abs((wanted[variant] ?? 0) - (held.get(variant) ?? 0)), 0);
      expect(buckets(moved(before, ranges))).toBe(differences / 2);
      expect(isPartition(ranges)).toBe(true);
      for (const variant of VARIANTS) expect(weightsOf(ranges).get(variant) ?? 0).toBe(wanted[variant]);
    }),
    { numRuns: 20_000 },
  );
});

const percent = fc.integer({ min: 0, max: BUCKETS });
const pair = (on: number): Weights => ({ on, off: BUCKETS - on });

test('between two variants, going up and back down returns exactly the buckets of before', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(percent, { minLength: 1, maxLength: 5 }), fc.array(percent, { minLength: 1, maxLength: 5 }), (past, climb) => {
      const start = Math.min(past.at(-1) as number, ...climb);
      const before = after([...past, start].map(pair));
      const up = climb.toSorted((x, y) => x - y);
      const stages = up.map((_, index) => after(up.slice(0, index + 1).map(pair), before));
      const down = up.slice(0, -1).reverse();
      let ranges = stages.at(-1) as BucketRange[];
      for (const [index, on] of down.entries()) {
        ranges = redistribute(ranges, pair(on));
        expect(assignment(ranges)).toBe(assignment(stages[up.length - 2 - index] as BucketRange[]));
      }
      expect(assignment(redistribute(ranges, pair(start)))).toBe(assignment(before));
    }),
    { numRuns: 10_000 },
  );
});

test('10 % to 25 % and back to 10 % is exactly the first 10 %', () => {
  expect(assignment(after([10_000, 25_000, 10_000].map(pair)))).toBe('0:on 10000:off');
});

test('a ramp takes no bucket away from its candidate on the way up, nor gives it one on the way down', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(history, fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 }), (steps, stages) => {
      let ranges = after(steps);
      const held = weightsOf(ranges);
      const [control = 0, candidate = 0] = [held.get('a'), held.get('b')];
      const share = control + candidate;
      const start = share === 0 ? 0 : Math.round((1000 * candidate) / share);
      for (const stage of [...stages.filter((given) => given >= start).sort((x, y) => x - y)]) {
        const next = Math.max(Math.round((share * stage) / 1000), weightsOf(ranges).get('b') ?? 0);
        const wanted = { ...Object.fromEntries(held), a: share - next, b: next };
        const grown = redistribute(ranges, wanted);
        expect(moved(ranges, grown).every(({ from, to }) => from === 'a' && to === 'b')).toBe(true);
        ranges = grown;
      }
      const back = redistribute(ranges, { ...Object.fromEntries(held), a: control, b: candidate });
      expect(moved(ranges, back).every(({ from, to }) => from === 'b' && to === 'a')).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('above 256 ranges, neighbours of one variant become one, and nobody moves for it', () => {
  const before: BucketRange[] = Array.from({ length: 400 }, (_, index) => {
    return { variant: index % 100 < 50 ? 'a' : 'b', start: index * 250, end: index * 250 + 250 };
  });
  const ranges = redistribute(before, { a: 50_000, b: 50_000 });
  expect(ranges).toHaveLength(8);
  expect(moved(before, ranges)).toEqual([]);
  expect(
    redistribute(before.slice(0, MAX_RANGES - 1).concat({ variant: 'b', start: 63_750, end: BUCKETS }), { a: 37_500, b: 62_500 }),
  ).toHaveLength(MAX_RANGES);
});

test('a long history of edits never holds more than 256 ranges where neighbours can merge', { timeout: 60_000 }, () => {
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed % 1000;
  };
  let ranges: BucketRange[] = redistribute(null, pair(50_000));
  for (let step = 0; step < 1000; step++) {
    const before = ranges;
    const on = random() * 100;
    ranges = redistribute(before, pair(on));
    expect(buckets(moved(before, ranges))).toBe(Math.abs(on - (weightsOf(before).get('on') ?? 0)));
    expect(ranges.length).toBeLessThanOrEqual(MAX_RANGES);
  }
});

test('weights that are not whole, negative, or do not add up are refused by name', () => {
  expect(() => redistribute(null, { a: 50_000, b: 40_000 })).toThrow('The weights add up to 90000; they must add up to 100000.');
  expect(() => redistribute(null, { a: 100_000.5, b: -0.5 })).toThrow('The weight of "a" is 100000.5');
  expect(() => redistribute(null, { a: 100_001, b: -1 })).toThrow('The weight of "b" is -1');
});
