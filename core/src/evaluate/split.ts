import { type Path, read, toId, toPath } from './attribute.ts';
import type { BucketRange } from './flag.ts';
import { isRecord, own } from './json.ts';
import { murmur3Pair, murmur3Signed, murmur3State } from './murmur3.ts';
import { BUCKETS } from './ranges.ts';

const SCHEME = 'sluice1';

/** A split with its ranges in order of buckets. */
export interface CompiledSplit {
  /** Murmur3 state after the hash of the salt. */
  readonly state: number;
  readonly by: readonly Path[];
  /** The first attribute that it goes by, as it is named to a person whose context has none. */
  readonly first: string;
  /** Where each range ends; the first begins at 0. */
  readonly ends: readonly number[];
  /** The variant of each range. */
  readonly variants: readonly string[];
}

/** Prepares a split; `undefined` when it is not understood: an unknown scheme, or ranges that do not cover every bucket once. */
export function compileSplit(split: unknown): CompiledSplit | undefined {
  if (!isRecord(split) || own(split, 'scheme') !== SCHEME) return undefined;
  const salt = own(split, 'salt');
  const by = own(split, 'by') ?? ['targetingKey'];
  const ranges = own(split, 'ranges');
  if (typeof salt !== 'string' || !isNames(by) || !Array.isArray(ranges) || !ranges.every(isRange)) return undefined;
  const ordered = ranges.filter(({ start, end }) => start !== end).sort((a, b) => a.start - b.start);
  const ends: number[] = [];
  let covered = 0;
  for (const { start, end } of ordered) {
    if (start !== covered || end < start) return undefined;
    ends.push(end);
    covered = end;
  }
  if (covered !== BUCKETS) return undefined;
  return {
    state: murmur3State(murmur3Signed(salt, 0)),
    by: by.map(toPath),
    first: by[0] ?? '',
    ends,
    variants: ordered.map((range) => range.variant),
  };
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string');
}

function isRange(value: unknown): value is BucketRange {
  return isRecord(value) && typeof value.variant === 'string' && Number.isInteger(value.start) && Number.isInteger(value.end);
}

/**
 * 0..99,999: where a context falls in a split, or `undefined` when it has none of the attributes that
 * the split goes by.
 */
export function bucketOf(split: CompiledSplit, context: object): number | undefined {
  const { by } = split;
  let id = toId(read(context, by[0] as Path));
  for (let next = 1; id === undefined && next < by.length; next++) id = toId(read(context, by[next] as Path));
  return id === undefined ? undefined : Math.floor((murmur3Pair(split.state, hashOf(id)) * BUCKETS) / 2 ** 32);
}

let lastId = '';
let lastHash = 0;

/** The flags that one context asks for share an id, so the last one's hash is kept. */
function hashOf(id: string): number {
  if (id === lastId) return lastHash;
  lastId = id;
  lastHash = murmur3Signed(id, 0);
  return lastHash;
}

/** Which of the split's ranges holds a bucket. */
export function rangeOf(split: CompiledSplit, bucket: number): number {
  const { ends } = split;
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bucket < (ends[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
