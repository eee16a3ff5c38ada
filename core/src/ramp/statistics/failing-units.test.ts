import fc from 'fast-check';
import { expect, it } from 'vitest';
import { candidateChance, type FailingUnits, logEvidence, logGains, RATIOS } from './failing-units.ts';
import { judgeHarm } from './harm.ts';
import { type Assurance, logThreshold, type StartingPoint } from './starting-points.ts';

const point = (stage: number, slot: number, share: number): StartingPoint => ({ stage, slot, share, openedAt: 0 });
const TWO_STAGES = [point(0, 0, 0.01), point(0, 10, 0.01), point(1, 0, 0.25), point(1, 4, 0.25)];
const ASSURANCE: Assurance = { alpha: 0.01, stages: 4, metrics: 2 };

const units = fc
  .record({ from: fc.nat(3), more: fc.nat(3), candidate: fc.nat(500), control: fc.nat(500) })
  .map(({ from, more, candidate, control }): FailingUnits => ({ since: from, at: Math.min(3, from + more), candidate, control }));

it('is the formula of the e-process, summed unit by unit', () => {
  fc.assert(
    fc.property(fc.array(units, { maxLength: 8 }), fc.double({ min: 1, max: 3, noNaN: true }), (counted, tolerated) => {
      const expected = TWO_STAGES.map((_, index) => {
        const terms = RATIOS.map((ratio) =>
          counted.reduce((sum, { since, at, candidate, control }) => {
            if (index < since || index > at) return sum;
            const share = TWO_STAGES[at]!.share;
            const [harmful, tolerable] = [candidateChance(share, tolerated * ratio), candidateChance(share, tolerated)];
            return sum + candidate * Math.log(harmful / tolerable) + control * Math.log((1 - harmful) / (1 - tolerable));
          }, 0),
        );
        const top = Math.max(...terms);
        return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0) / terms.length);
      });
      for (const [index, log] of logEvidence(TWO_STAGES, counted, tolerated).entries()) {
        expect(Math.abs(log - expected[index]!)).toBeLessThan(1e-7 * Math.max(1, Math.abs(log)));
      }
    }),
  );
});

it('does not depend on the order of batches, nor on how they were added up', () => {
  fc.assert(
    fc.property(fc.array(units, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (counted, random) => {
      const shuffled = counted
        .map((one) => ({ one, key: random.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const sums = new Map<string, FailingUnits>();
      for (const one of shuffled) {
        const key = `${one.since}-${one.at}`;
        const sum = sums.get(key) ?? { ...one, candidate: 0, control: 0 };
        sums.set(key, { ...sum, candidate: sum.candidate + one.candidate, control: sum.control + one.control });
      }
      expect(logEvidence(TWO_STAGES, [...sums.values()], 1.25)).toEqual(logEvidence(TWO_STAGES, counted, 1.25));
    }),
  );
});

it('is a fair bet against a candidate that fails just as often as is tolerated', () => {
  for (const share of [0.001, 0.01, 0.1, 0.5, 0.99]) {
    const chance = candidateChance(share, 1.25);
    for (const { candidate, control } of logGains(share, 1.25)) {
      expect(chance * Math.exp(candidate) + (1 - chance) * Math.exp(control)).toBeCloseTo(1, 10);
    }
  }
});

/** Chance that the evidence of one starting point ever reaches the threshold in `units` coin flips: exact, by all counts. */
function chanceOfEverReaching(threshold: number, share: number, ratio: number, flips: number): number {
  const chance = candidateChance(share, ratio);
  let alive = [1];
  let reached = 0;
  for (let flip = 1; flip <= flips; flip++) {
    const next = Array.from({ length: flip + 1 }, (_, k) => (alive[k] ?? 0) * (1 - chance) + (alive[k - 1] ?? 0) * chance);
    for (const [candidate, probability] of next.entries()) {
      if (probability === 0) continue;
      const [log] = logEvidence([point(0, 0, share)], [{ since: 0, at: 0, candidate, control: flip - candidate }], 1.25);
      if (log! < threshold) continue;
      reached += probability;
      next[candidate] = 0;
    }
    alive = next;
  }
  return reached;
}

it('a healthy candidate, looked at after every failing unit, ever reaches 1/α with chance α at most', () => {
  for (const share of [0.01, 0.1, 0.5]) {
    const atTolerance = chanceOfEverReaching(Math.log(20), share, 1.25, 150);
    expect(atTolerance).toBeGreaterThan(0.005);
    expect(atTolerance).toBeLessThanOrEqual(0.05);
    expect(chanceOfEverReaching(Math.log(20), share, 1, 150)).toBeLessThanOrEqual(atTolerance);
  }
});

it('the thresholds of all starting points of all stages and metrics share α, and no more', () => {
  const slots = Array.from({ length: 24 }, (_, slot) => Math.exp(-logThreshold(slot, ASSURANCE)));
  const all = slots.reduce((sum, part) => sum + part, 0) * ASSURANCE.stages * ASSURANCE.metrics;
  expect(all).toBeCloseTo(ASSURANCE.alpha, 12);
});

it('six units of a candidate that fails always are enough up to a share of 10 %, early and late', () => {
  for (const share of [0.001, 0.01, 0.05, 0.1]) {
    const points = [point(0, 0, share), point(0, 18, share)];
    expect(judgeHarm(points, [{ since: 0, at: 0, candidate: 6, control: 0 }], 1.25, ASSURANCE).fails).toBe(true);
    const history: FailingUnits = { since: 0, at: 0, candidate: 1000 * share, control: 1000 - 1000 * share };
    const late = judgeHarm(points, [history, { since: 0, at: 1, candidate: 6, control: 0 }], 1.25, ASSURANCE);
    expect(late).toMatchObject({ fails: true, point: 1 });
  }
});

it('stays finite and monotone with a billion units, and with shares near nobody and everybody', () => {
  for (const share of [1e-5, 0.5, 1 - 1e-5]) {
    const healthy = { since: 0, at: 0, candidate: Math.round(1e9 * share), control: 1e9 - Math.round(1e9 * share) };
    const [log] = logEvidence([point(0, 0, share)], [healthy], 1.25);
    const [worse] = logEvidence([point(0, 0, share)], [{ ...healthy, candidate: healthy.candidate + 1000 }], 1.25);
    expect(log).toBeLessThan(0);
    expect(Number.isFinite(log)).toBe(true);
    expect(worse).toBeGreaterThan(log!);
  }
});

it('counts nothing where nobody or everybody is in the candidate', () => {
  const points = [point(0, 0, 0), point(1, 0, 1)];
  expect(
    logEvidence(
      points,
      [
        { since: 0, at: 0, candidate: 0, control: 900 },
        { since: 0, at: 1, candidate: 900, control: 0 },
      ],
      1.25,
    ),
  ).toEqual([0, 0]);
});

it('refuses counts that cannot be', () => {
  for (const wrong of [
    { since: 0, at: 9, candidate: 1, control: 1 },
    { since: 2, at: 1, candidate: 1, control: 1 },
    { since: 0, at: 0, candidate: -1, control: 1 },
    { since: 0, at: 0, candidate: 0.5, control: 1 },
  ]) {
    expect(() => logEvidence(TWO_STAGES, [wrong], 1.25)).toThrow(RangeError);
  }
});
