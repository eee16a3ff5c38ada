import type { Arms } from './statistics/coin.ts';
import type { FailingUnits } from './statistics/failing-units.ts';
import type { LatencyHistogram } from './statistics/latency-histogram.ts';

/** Milliseconds since the epoch, on the database's clock. */
export type Moment = number;

/** The same from server keys alone, which are trusted, and from all keys. */
export interface BySource<Part> {
  readonly servers: Part;
  readonly all: Part;
}

/**
 * Everything that gates are judged by, as stored at one moment. Nobody measures while judging: what
 * is missing here is missing, and a gate says so.
 */
export interface Facts {
  readonly telemetry: Telemetry;
  /** Failing units of the whole ramp, counted by `countUnit`. */
  readonly errors: BySource<readonly FailingUnits[]>;
  /** Units with slow requests, likewise; counted since the boundary was sent with the split. */
  readonly slow: BySource<readonly FailingUnits[]>;
  readonly slowBoundary: SlowBoundary;
  readonly sample: UnitSample;
  /** The candidate's requests by the minute, of the present stage, oldest first; 30 minutes are enough. */
  readonly minutes: BySource<readonly OutcomeMinute[]>;
  /** What was fetched for each Prometheus gate, by gate id, oldest first. */
  readonly readings: Readonly<Record<string, readonly MetricReading[]>>;
  /** What each URL answered, by gate id, oldest first. */
  readonly answers: Readonly<Record<string, readonly UrlAnswer[]>>;
  /** What pipelines reported, of any build, oldest first. */
  readonly checks: readonly CheckReport[];
  /** Sign-offs and refusals of the present stage, oldest first. */
  readonly signOffs: readonly SignOff[];
  /** Who acknowledged the present stage's change, or the rollback's; null when its receipt is not there yet. */
  readonly propagation: Propagation | null;
  /** Connected instances below the version that the ramp needs, by name; up to 100. */
  readonly instancesBelow: readonly string[];
  readonly flag: FlagFacts;
}

/** Instances that reported outcomes of this ramp in the present stage, less those that said goodbye. */
export interface Telemetry {
  readonly reporting: number;
  /** Of these, with a batch (an empty one counts) no older than `FRESH_SECONDS`. */
  readonly fresh: number;
}

/** A report older than this says nothing about now. */
export const FRESH_SECONDS = 30;

export interface SlowBoundary {
  /** Control's requests of the ramp so far. */
  readonly controlRequests: number;
  /** Milliseconds, once settled and sent; null before. */
  readonly boundaryMs: number | null;
}

/** Distinct units of the present allocation in the hash sample. */
export interface UnitSample extends Arms {
  /** Share of units that the sample takes, over 0 to 1: τ as it is now. */
  readonly rate: number;
}

export interface OutcomeMinute {
  /** When the minute began. */
  readonly at: Moment;
  readonly requests: number;
  readonly errors: number;
  readonly latencies: LatencyHistogram;
}

/** What a query answered: a number, or why there is none. A failure has no value, so it cannot pass for zero. */
export type MetricReading =
  | { readonly at: Moment; readonly value: number }
  | { readonly at: Moment; readonly problem: MetricProblem; readonly detail: string };

export type MetricProblem = 'empty' | 'several' | 'refused' | 'unreachable' | 'timeout';

/** What a URL answered: a status, or why there is none. */
export type UrlAnswer =
  | { readonly at: Moment; readonly status: number }
  | { readonly at: Moment; readonly problem: 'unreachable' | 'timeout' | 'denied'; readonly detail: string };

export interface CheckReport {
  readonly name: string;
  /** The build that was checked. */
  readonly version: string;
  readonly ok: boolean;
  readonly at: Moment;
  readonly url: string | null;
}

export interface SignOff {
  readonly person: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly approves: boolean;
  readonly at: Moment;
  readonly note: string;
}

/** The receipt of one change. */
export interface Propagation {
  readonly revision: number;
  readonly committedAt: Moment;
  /** Instances connected at the commit, less those that said goodbye. */
  readonly instances: number;
  readonly confirmed: number;
  /** Connected and not confirmed, by name; up to 100. */
  readonly behind: readonly string[];
  /** Gone without goodbye since the commit, by name; up to 100. */
  readonly silent: readonly string[];
}

export interface FlagFacts {
  /** The flag's version in the environment. */
  readonly version: number;
  readonly killed: boolean;
}
