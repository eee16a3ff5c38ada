import type { BucketRange } from './flag.ts';

/** Buckets of a split; weights and percents are integers of them. */
export const BUCKETS = 100_000;

/** Above this many ranges, neighbours of one variant become one. */
export const MAX_RANGES = 256;

/**
 * Ranges for the wanted weights with the least possible movement from the ranges before: exactly
 * half the sum of the weights' differences changes variant.
 *
 * A variant that shrinks gives up the high end of its last gained range first, so between two
 * variants going up and back returns the same buckets. Ranges stay in the order gained; `null`
 * starts afresh, in the order of the weights. Throws a RangeError when weights are not whole
 * numbers from 0 that add up to 100,000.
 */
export function redistribute(previous: readonly BucketRange[] | null, weights: Readonly<Record<string, number>>): BucketRange[] {
  checkWeights(weights);
  const wanted = new Map(Object.entries(weights));
  const held = (previous ?? []).filter((range) => range.end > range.start);
  const free = previous === null ? [{ start: 0, end: BUCKETS }] : [];
  const ranges = releaseSurplus(held, wanted, free);
  assignFree(ranges, wanted, free);
  return ranges.length > MAX_RANGES ? mergeNeighbours(ranges) : ranges;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function checkWeights(weights: Readonly<Record<string, number>>): void {
  let sum = 0;
  for (const [variant, weight] of Object.entries(weights)) {
    if (!Number.isInteger(weight) || weight < 0)
      throw new RangeError(`The weight of "${variant}" is ${weight}; it must be a whole number of buckets, 0 or more.`);
    sum += weight;
  }
  if (sum !== BUCKETS) throw new RangeError(`The weights add up to ${sum}; they must add up to ${BUCKETS}.`);
}

export function weightsOf(ranges: readonly BucketRange[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { variant, start, end } of ranges) weights.set(variant, (weights.get(variant) ?? 0) + end - start);
  return weights;
}

/** What each variant keeps, in the order gained; the rest goes to `free`, in the order released. */
function releaseSurplus(held: readonly BucketRange[], wanted: ReadonlyMap<string, number>, free: Stretch[]): BucketRange[] {
  const surplus = weightsOf(held);
  for (const [variant, weight] of surplus) surplus.set(variant, weight - (wanted.get(variant) ?? 0));
  const kept: BucketRange[] = [];
  for (const range of held.toReversed()) {
    const released = Math.min(Math.max(surplus.get(range.variant) ?? 0, 0), range.end - range.start);
    const end = range.end - released;
    surplus.set(range.variant, (surplus.get(range.variant) ?? 0) - released);
    if (released > 0) free.push({ start: end, end: range.end });
    if (end > range.start) kept.push({ ...range, end });
  }
  return kept.reverse();
}

function assignFree(ranges: BucketRange[], wanted: ReadonlyMap<string, number>, free: readonly Stretch[]): void {
  const held = weightsOf(ranges);
  const stretches = free.values();
  let { value: stretch } = stretches.next();
  for (const [variant, weight] of wanted) {
    let lacking = weight - (held.get(variant) ?? 0);
    while (lacking > 0 && stretch !== undefined) {
      const end = Math.min(stretch.end, stretch.start + lacking);
      lacking -= end - stretch.start;
      ranges.push({ variant, start: stretch.start, end });
      stretch = end < stretch.end ? { start: end, end: stretch.end } : stretches.next().value;
    }
  }
}

/** Nobody moves; a merged range counts as gained when the later of its parts was. */
function mergeNeighbours(ranges: readonly BucketRange[]): BucketRange[] {
  const merged: { range: BucketRange; gained: number }[] = [];
  const byStart = ranges.map((range, gained) => ({ range, gained })).sort((a, b) => a.range.start - b.range.start);
  for (const next of byStart) {
    const last = merged.at(-1);
    if (last?.range.variant === next.range.variant && last.range.end === next.range.start) {
      last.range = { ...last.range, end: next.range.end };
      last.gained = Math.max(last.gained, next.gained);
    } else merged.push({ ...next });
  }
  return merged.sort((a, b) => a.gained - b.gained).map(({ range }) => range);
}

/** Buckets that change variant between two sets of ranges, summed by from and to. */
export interface Movement {
  readonly from: string;
  readonly to: string;
  readonly buckets: number;
}

export function moved(before: readonly BucketRange[], after: readonly BucketRange[]): Movement[] {
  const sums = new Map<string, Movement>();
  for (const from of before) {
    for (const to of after) {
      const buckets = Math.min(from.end, to.end) - Math.max(from.start, to.start);
      if (buckets <= 0 || from.variant === to.variant) continue;
      const key = JSON.stringify([from.variant, to.variant]);
      sums.set(key, { from: from.variant, to: to.variant, buckets: buckets + (sums.get(key)?.buckets ?? 0) });
    }
  }
  return [...sums.values()];
}
