/** Requests by bucket of latency: how many took up to `upperBoundMs(bucket)` and longer than the one below. */
export type LatencyHistogram = Readonly<Record<number, number>>;

/** A reading from a bucket is wrong by at most this share of itself. */
export const RELATIVE_ERROR = 0.02;

const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LEAST_MS = 0.1;
const MOST_MS = 120_000;

/** Made by multiplying alone, which every machine does alike: boundaries are equal everywhere. */
const BOUNDS: readonly number[] = boundaries();

function boundaries(): number[] {
  const bounds = [LEAST_MS];
  for (let bound = LEAST_MS; bound < MOST_MS; ) {
    bound *= GROWTH;
    bounds.push(bound);
  }
  return bounds;
}

/** Buckets 0 to this number less one; the last takes everything slower. */
export const LATENCY_BUCKETS = BOUNDS.length + 1;

/** Longest latency of a bucket in milliseconds; Infinity for the last. */
export function upperBoundMs(bucket: number): number {
  return BOUNDS[bucket] ?? Number.POSITIVE_INFINITY;
}

/** The bucket of a latency in milliseconds: the first whose upper bound is not below it. Throws a RangeError on NaN and negatives. */
export function latencyBucket(ms: number): number {
  if (!(ms >= 0)) throw new RangeError(`A latency is 0 ms or more, not ${ms}.`);
  let low = 0;
  let high = BOUNDS.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ms <= (BOUNDS[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Adds histograms; the order does not matter. */
export function mergeHistograms(...histograms: readonly LatencyHistogram[]): LatencyHistogram {
  const sum: Record<number, number> = {};
  for (const histogram of histograms) {
    for (const [bucket, count] of Object.entries(histogram)) sum[Number(bucket)] = (sum[Number(bucket)] ?? 0) + count;
  }
  return sum;
}

export function requestsIn(histogram: LatencyHistogram): number {
  return Object.values(histogram).reduce((sum, count) => sum + count, 0);
}

/** The bucket that holds quantile `q` (0..1, the smallest latency that at least this share of requests did not exceed); null when empty. */
export function quantileBucket(histogram: LatencyHistogram, q: number): number | null {
  const rank = Math.max(1, Math.ceil(q * requestsIn(histogram) - 1e-9));
  let seen = 0;
  for (const bucket of Object.keys(histogram)
    .map(Number)
    .sort((a, b) => a - b)) {
    seen += histogram[bucket] ?? 0;
    if (seen >= rank) return bucket;
  }
  return null;
}

/**
 * Quantile `q` in milliseconds, at most 2 % off between 0.1 ms and two minutes; null when empty,
 * Infinity beyond. After DDSketch (Masson, Rim and Lee, 2019).
 */
export function quantileMs(histogram: LatencyHistogram, q: number): number | null {
  const bucket = quantileBucket(histogram, q);
  if (bucket === null) return null;
  if (bucket === 0) return LEAST_MS;
  return (2 * upperBoundMs(bucket)) / (GROWTH + 1);
}

/** Control's requests of the ramp that settle what is slow. */
export const BOUNDARY_REQUESTS = 1000;

/**
 * Above how many milliseconds a request is slow: the bound at or above control's quantile `q`,
 * settled once and then frozen. null until control has made 1,000 requests in the ramp.
 */
export function slowBoundaryMs(control: LatencyHistogram, q: number): number | null {
  if (requestsIn(control) < BOUNDARY_REQUESTS) return null;
  const bucket = quantileBucket(control, q);
  return bucket === null ? null : upperBoundMs(bucket);
}
