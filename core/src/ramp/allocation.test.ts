import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BucketRange, Serve } from '../evaluate/flag.ts';
import { moved, redistribute, weightsOf } from '../evaluate/ranges.ts';
import { allocationOf, shareOf, splitAt } from './allocation.ts';
import { PLAN, POSITIONS, planWith, rampAt } from './test/ramps.ts';

const percents = fc
  .uniqueArray(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 6 })
  .map((list) => list.toSorted((a, b) => a - b));

/** A serve of control, candidate and two others that was edited a few times. */
const serves: fc.Arbitrary<Serve> = fc
  .array(fc.tuple(fc.nat(1000), fc.nat(300), fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 4 })
  .map((edits) => {
    const ranges = edits.reduce<BucketRange[] | null>((held, [off, on, red, blue]) => {
      const [sum, parts] = [off + on + red + blue + 1, { off: off + 1, on, red, blue }];
      const weights = Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, Math.floor((part * 100_000) / sum)]));
      const given = Object.values(weights).reduce((total, weight) => total + weight, 0);
      return redistribute(held, { ...weights, off: weights.off! + 100_000 - given });
    }, null);
    return { split: { scheme: 'sluice1', salt: 's', ranges: ranges! } };
  });

const ramping = (stages: readonly number[]) =>
  rampAt(POSITIONS.running, { plan: planWith({ stages: [...stages, 100_000].map((percent) => ({ percent })) }) });

it('who is in at one stage is in at every wider one', () => {
  fc.assert(
    fc.property(serves, percents, (held, stages) => {
      const ranges = [...stages, 100_000].map((_, stage) => splitAt(ramping(stages), held, stage, null).ranges);
      const present = 'split' in held ? (weightsOf(held.split.ranges).get('on') ?? 0) : 0;
      for (const [stage, wider] of ranges.slice(1).entries()) {
        const narrower = ranges[stage]!;
        if ((weightsOf(narrower).get('on') ?? 0) < present) continue;
        expect(moved(narrower, wider).every(({ from, to }) => from === 'off' && to === 'on')).toBe(true);
      }
    }),
  );
});

it('takes from nobody but control: other variants keep their buckets', () => {
  fc.assert(
    fc.property(serves, percents, (held, stages) => {
      if (!('split' in held)) return;
      for (const stage of stages.keys()) {
        const touched = moved(held.split.ranges, splitAt(ramping(stages), held, stage, null).ranges).flatMap(({ from, to }) => [from, to]);
        expect(touched.every((variant) => variant === 'off' || variant === 'on')).toBe(true);
      }
    }),
  );
});

it('a second ramp on the same serve gives the same units the candidate, whatever its stages', () => {
  const direct = splitAt(ramping([25_000]), { variant: 'off' }, 0, null);
  const stepwise = splitAt(ramping([1000, 10_000, 25_000]), { variant: 'off' }, 2, null);
  expect(stepwise.ranges).toEqual(direct.ranges);
});

it('a percent is of candidate and control together, to the bucket', () => {
  const held: Serve = { split: { scheme: 'sluice1', salt: 's', ranges: redistribute(null, { off: 60_000, red: 40_000 }) } };
  expect(allocationOf(held, PLAN, 10_000)).toEqual({ candidate: 6000, both: 60_000 });
  expect(weightsOf(splitAt(ramping([10_000]), held, 0, null).ranges)).toEqual(
    new Map([
      ['off', 54_000],
      ['red', 40_000],
      ['on', 6000],
    ]),
  );
  expect(allocationOf({ variant: 'off' }, PLAN, 100)).toEqual({ candidate: 100, both: 100_000 });
  expect(shareOf({ variant: 'off' }, PLAN, 100)).toBe(0.001);
});

it('names the allocation for the SDKs, and a completed ramp none', () => {
  const ramp = ramping([10_000]);
  expect(splitAt(ramp, { variant: 'off' }, 0, 'r_1.6')).toMatchObject({
    scheme: 'sluice1',
    salt: 'salt',
    ramp: { id: 'r_1', stage: 0, allocation: 'r_1.6', control: 'off', candidate: 'on' },
  });
  expect(splitAt(ramp, { variant: 'off' }, 1, null)).not.toHaveProperty('ramp');
});

it('refuses a serve that gives neither of them anything', () => {
  expect(() => splitAt(ramping([10_000]), { variant: 'red' }, 0, null)).toThrow(RangeError);
});
