import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenly, filled, leftOver, sumFault, typedPercent, withRest } from './weights.ts';

test('says what is missing and what is too much', () => {
  expect(sumFault({ on: 25_000, off: 70_000 })).toMatch(/^5% of people get nothing yet/);
  expect(sumFault({ on: 30_000, off: 75_000 })).toMatch(/^5% too much/);
  expect(sumFault({ on: 12_345, off: 87_655 })).toBeNull();
});

test('even shares always add up to all buckets and differ by one at most', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 50 }), (variants) => {
      const weights = Object.values(evenly(variants));
      expect(leftOver(evenly(variants))).toBe(0);
      expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(1);
    }),
  );
});

test('the rest goes to one variant, and is taken from it when there is too much', () => {
  expect(withRest({ on: 40_000, off: 20_000 }, 'off')).toEqual({ on: 40_000, off: 60_000 });
  expect(withRest({ on: 40_000, off: 80_000 }, 'off')).toEqual({ on: 40_000, off: 60_000 });
  expect(withRest({ a: 90_000, b: 90_000, c: 5_000 }, 'c')).toEqual({ a: 90_000, b: 90_000, c: 0 });
});

test('percentages may be typed with a comma, a point or a sign', () => {
  expect(['12.5', '12,5', ' 12.5 % ', '0', '100'].map(typedPercent)).toEqual([12_500, 12_500, 12_500, 0, 100_000]);
  expect(['', 'a', '101', '-1', '1.2.3'].map(typedPercent)).toEqual([null, null, null, null, null]);
});

test('a variant without a weight has none', () => {
  expect(filled({ on: 100_000 }, ['on', 'off'])).toEqual({ on: 100_000, off: 0 });
});
