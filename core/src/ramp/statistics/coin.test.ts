import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logMismatch, MISMATCH_LIMIT, ratioBand } from './coin.ts';
import { logBeta, logGamma } from './log-beta.ts';

const DOUBT = Math.log(MISMATCH_LIMIT);

it('ln Γ agrees with factorials and with Γ(½)', () => {
  let factorial = 0;
  for (let n = 1; n < 60; n++) {
    expect(Math.abs(logGamma(n) - factorial)).toBeLessThan(1e-11 * Math.max(1, factorial));
    factorial += Math.log(n);
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
  expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 12);
});

it('the mismatch is a fair bet: its mean over all outcomes of a fair coin is 1', () => {
  for (const share of [0.01, 0.1, 0.5]) {
    const flips = 40;
    let mean = 0;
    for (let candidate = 0; candidate <= flips; candidate++) {
      const control = flips - candidate;
      const ways = logGamma(flips + 1) - logGamma(candidate + 1) - logGamma(control + 1);
      const chance = Math.exp(ways + candidate * Math.log(share) + control * Math.log1p(-share));
      mean += chance * Math.exp(logMismatch({ candidate, control }, share));
    }
    expect(mean).toBeCloseTo(1, 9);
  }
});

it('a matching split is believed and a candidate that lost a tenth of its units is not', () => {
  expect(logMismatch({ candidate: 5020, control: 4980 }, 0.5)).toBeLessThan(0);
  expect(logMismatch({ candidate: 4500, control: 5000 }, 0.5)).toBeGreaterThan(DOUBT);
  expect(logMismatch({ candidate: 0, control: 0 }, 0.5)).toBeCloseTo(0, 12);
  expect(logMismatch({ candidate: 0, control: 2000 }, 0.01)).toBeGreaterThan(DOUBT);
});

it('the band holds the estimate, narrows with units and never leaves the possible', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.nat(2000), fc.constantFrom(0.01, 0.1, 0.5, 0.9), (candidate, control, share) => {
      const band = ratioBand({ candidate, control }, share, 0.95);
      expect(band.low).toBeGreaterThanOrEqual(0);
      if (band.estimate !== null) {
        expect(band.low).toBeLessThanOrEqual(band.estimate * (1 + 1e-9));
        expect(band.high ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(band.estimate * (1 - 1e-9));
      }
      const tenfold = ratioBand({ candidate: candidate * 10, control: control * 10 }, share, 0.95);
      if (candidate > 20 && control > 20) {
        expect(tenfold.low).toBeGreaterThan(band.low);
        expect(tenfold.high!).toBeLessThan(band.high!);
      }
    }),
  );
});

it('without failing units the band says nothing; with none in control only a lower bound', () => {
  expect(ratioBand({ candidate: 0, control: 0 }, 0.1, 0.95)).toEqual({ low: 0, high: null, estimate: null });
  const onlyCandidate = ratioBand({ candidate: 12, control: 0 }, 0.1, 0.95);
  expect(onlyCandidate.high).toBeNull();
  expect(onlyCandidate.low).toBeGreaterThan(5);
});

it('the true ratio leaves the band at some look with chance 5 % at most: exact, over all counts', () => {
  const [share, ratio, flips] = [0.3, 2, 120];
  const chance = (share * ratio) / (share * ratio + 1 - share);
  let alive = [1];
  let left = 0;
  for (let flip = 1; flip <= flips; flip++) {
    const next = Array.from({ length: flip + 1 }, (_, k) => (alive[k] ?? 0) * (1 - chance) + (alive[k - 1] ?? 0) * chance);
    for (const [candidate, probability] of next.entries()) {
      if (probability === 0) continue;
      const { low, high } = ratioBand({ candidate, control: flip - candidate }, share, 0.95);
      if (low <= ratio && ratio <= (high ?? Number.POSITIVE_INFINITY)) continue;
      left += probability;
      next[candidate] = 0;
    }
    alive = next;
  }
  expect(left).toBeGreaterThan(0.001);
  expect(left).toBeLessThanOrEqual(0.05);
});
