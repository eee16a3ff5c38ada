import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countUnit } from './count-unit.ts';
import { type FailingUnits, unitsSince } from './failing-units.ts';
import type { StartingPoint } from './starting-points.ts';

const SHARE = 0.1;
const POINTS: StartingPoint[] = Array.from({ length: 8 }, (_, slot) => ({ stage: 0, slot, share: SHARE, openedAt: slot }));
const failures = fc.array(fc.record({ unit: fc.nat(5), at: fc.nat(7) }), { maxLength: 60 });

function total(stream: readonly { unit: number; at: number }[]): FailingUnits[] {
  const last = new Map<number, number>();
  return stream.flatMap(({ unit, at }) => {
    const counted = countUnit(last.get(unit) ?? null, at);
    if (counted === null) return [];
    last.set(unit, at);
    return [unit % 2 === 0 ? { ...counted, candidate: 1, control: 0 } : { ...counted, candidate: 0, control: 1 }];
  });
}

it('counts a unit once since each starting point, however often it fails', () => {
  fc.assert(
    fc.property(failures, (stream) => {
      const expected = POINTS.map((_, point) => {
        const failed = new Set(stream.filter(({ at }) => at >= point).map(({ unit }) => unit));
        return {
          candidate: [...failed].filter((unit) => unit % 2 === 0).length,
          control: [...failed].filter((unit) => unit % 2 === 1).length,
        };
      });
      expect(unitsSince(POINTS, total(stream), SHARE)).toEqual(expected);
    }),
  );
});

it('counts the same whatever order the batches of an allocation arrive in, and when some arrive twice', () => {
  fc.assert(
    fc.property(failures, (stream) => {
      const twice = [...stream.toReversed(), ...stream];
      expect(unitsSince(POINTS, total(twice), SHARE)).toEqual(unitsSince(POINTS, total(stream), SHARE));
    }),
  );
});
