import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  LATENCY_BUCKETS,
  type LatencyHistogram,
  latencyBucket,
  mergeHistograms,
  quantileMs,
  requestsIn,
  slowBoundaryMs,
  upperBoundMs,
} from './latency-histogram.ts';

const latencies = fc.array(fc.double({ min: 0.1, max: 119_000, noNaN: true }), { minLength: 1, maxLength: 300 });
const histogramOf = (values: readonly number[]): LatencyHistogram => {
  const counts: Record<number, number> = {};
  for (const value of values) counts[latencyBucket(value)] = (counts[latencyBucket(value)] ?? 0) + 1;
  return counts;
};

it('every latency is above the bound below its bucket and at most its bound', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (ms) => {
      const bucket = latencyBucket(ms);
      expect(ms).toBeLessThanOrEqual(upperBoundMs(bucket));
      if (bucket > 0) expect(ms).toBeGreaterThan(upperBoundMs(bucket - 1));
      expect(bucket).toBeLessThan(LATENCY_BUCKETS);
    }),
  );
});

it('quantiles are at most 2 % off the true ones', () => {
  fc.assert(
    fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const sorted = values.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)]!;
      expect(Math.abs(quantileMs(histogramOf(values), q)! - exact)).toBeLessThanOrEqual(0.0201 * exact);
    }),
  );
});

it('merging is adding: any grouping and order gives the histogram of all requests', () => {
  fc.assert(
    fc.property(latencies, latencies, latencies, (a, b, c) => {
      const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)];
      expect(mergeHistograms(z, mergeHistograms(y, x))).toEqual(histogramOf([...a, ...b, ...c]));
    }),
  );
});

it('an empty histogram has no quantile, and one beyond two minutes is infinite', () => {
  expect(quantileMs({}, 0.99)).toBeNull();
  expect(requestsIn({})).toBe(0);
  expect(quantileMs(histogramOf([500_000]), 0.5)).toBe(Number.POSITIVE_INFINITY);
});

it('refuses a latency that is no time', () => {
  expect(() => latencyBucket(Number.NaN)).toThrow(RangeError);
  expect(() => latencyBucket(-1)).toThrow(RangeError);
});

it('what is slow is settled by a thousand requests of control, at or above its quantile', () => {
  const values = Array.from({ length: 1000 }, (_, index) => index + 1);
  expect(slowBoundaryMs(histogramOf(values.slice(1)), 0.99)).toBeNull();
  const boundary = slowBoundaryMs(histogramOf(values), 0.99)!;
  expect(boundary).toBeGreaterThanOrEqual(990);
  expect(boundary).toBeLessThanOrEqual(990 * 1.041);
});
