/**
 * What an SDK holds of a flag: the wire form, made by the server from a flag's definition and
 * configuration. Plain types, so that no schema library reaches an SDK.
 */

export type JsonPrimitive = boolean | number | string | null;
export type JsonValue = JsonPrimitive | { readonly [key: string]: JsonValue } | readonly JsonValue[];

export type FlagType = 'boolean' | 'string' | 'number' | 'json';

/**
 * A tree over the evaluation context. Readers must treat a shape that they do not know as one that
 * never matches, negated or not, at any depth.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly segment: string }
  | Test;

/** One comparison of an attribute. `attribute` is a path: `email`, `company.plan`, `targetingKey`. */
export interface Test {
  readonly attribute: string;
  /** A key of the operator table; a newer server may send one that this SDK does not know. */
  readonly operator: string;
  /** Any of them may hold. Absent for `exists`, and for `before` and `after` meaning "now". */
  readonly values?: readonly JsonPrimitive[];
  readonly ignoreCase?: boolean;
}

/** Half-open range of buckets [start, end) within 0..100,000 that one variant owns. */
export interface BucketRange {
  readonly variant: string;
  readonly start: number;
  readonly end: number;
}

/** Consistent-hashing split. Ranges cover every bucket once, in the order in which they were gained. */
export interface Split {
  /** How ids become buckets; an unknown scheme does not match. */
  readonly scheme: string;
  /** Attribute paths tried in order for the id; `['targetingKey']` unless said. */
  readonly by?: readonly string[];
  readonly salt: string;
  readonly ranges: readonly BucketRange[];
  readonly ramp?: RampArm;
}

/** Names the ramp whose allocation a split carries, so that outcomes can be attributed. */
export interface RampArm {
  readonly id: string;
  readonly stage: number;
  readonly allocation: string;
  readonly control: string;
  readonly candidate: string;
}

export type Serve = { readonly variant: string } | { readonly split: Split };

export interface Rule {
  readonly id: string;
  readonly when: Condition;
  readonly serve: Serve;
}

/** Another flag that must serve one of these variants, or this flag serves its off value. */
export interface Prerequisite {
  readonly flag: string;
  readonly variants: readonly string[];
}

export interface Flag {
  readonly key: string;
  /** The flag's own count of changes in this environment. */
  readonly version: number;
  readonly type: FlagType;
  readonly variants: Readonly<Record<string, JsonValue>>;
  readonly enabled: boolean;
  /** Present while killed; RFC 3339. Says when, never who. */
  readonly killedAt?: string;
  readonly offVariant: string;
  readonly prerequisites?: readonly Prerequisite[];
  readonly rules?: readonly Rule[];
  readonly fallthrough: Serve;
  /** What to serve after losing contact for long; `keep` unless said. */
  readonly whenStale?: 'keep' | 'off' | 'default';
  /** Present when this body was made for one announced context (browsers only): it holds for that context alone. */
  readonly specialised?: true;
}

/** A named condition with listed keys. `excluded` wins over nothing but is checked after `included`. */
export interface Segment {
  readonly key: string;
  readonly version: number;
  readonly when?: Condition;
  readonly included?: readonly string[];
  readonly excluded?: readonly string[];
}
