import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PositionRing } from './position-ring.ts';

const at = (revision: number) => ({ revision, head: `h${revision}` });

test('exactly the last positions are known, whatever the number of changes', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.integer({ min: 1, max: 12 }), fc.nat(60), (first, capacity, changes) => {
      const ring = new PositionRing([at(first)], capacity);
      for (let revision = first + 1; revision <= first + changes; revision++) ring.push(at(revision));
      const last = first + changes;
      for (let revision = 0; revision <= last + 2; revision++) {
        expect(ring.has(at(revision))).toBe(revision >= first && revision <= last && revision > last - capacity);
      }
      expect(ring.has({ revision: last, head: 'another' })).toBe(false);
    }),
  );
});

test('a position that does not follow is refused', () => {
  const ring = new PositionRing([at(5)]);
  expect(() => ring.push(at(7))).toThrow('revision 7 does not follow 5');
});
