import type { Serve } from '../evaluate/flag.ts';
import type { Moment } from './facts.ts';

/** What is known just before a ramp starts. */
export interface PreflightFacts {
  readonly flag: { readonly killed: boolean; readonly enabled: boolean; readonly variants: readonly string[] };
  /** The serve at the ramp's place, in wire form; null when the place is gone. */
  readonly serve: Serve | null;
  /** What else is being changed on this flag (a ramp, a proposal, a schedule), in words; null for nothing. */
  readonly otherChange: string | null;
  readonly apps: readonly AppUse[];
  readonly traffic: Traffic;
  /** For each gate that asks a source: what it last answered. */
  readonly sources: readonly SourceAnswer[];
  /** For each destination that the rollback plan names: when it last took a test message. */
  readonly destinations: readonly { readonly id: string; readonly testedAt: Moment | null }[];
  readonly drill: { readonly lastAt: Moment | null; readonly requiredWithinDays: number | null };
  /** Share of the environment's error budget that is left, 0..1 or below; null without an objective. */
  readonly budgetLeft: number | null;
}

/** Connected instances of one app and version. */
export interface AppUse {
  readonly app: string;
  readonly version: string | null;
  readonly instances: number;
  /** When one of them last asked for the flag; null for never. */
  readonly askedAt: Moment | null;
  /** Defaults in its code that are not control's value, as JSON. */
  readonly otherDefaults: readonly string[];
  /** Whether it reports outcomes of this flag. */
  readonly reportsOutcomes: boolean;
}

/** Contexts that reached the ramp's place in the last hour. */
export interface Traffic {
  readonly units: number;
  readonly requests: number;
  /** Share of the requests that came from client keys, 0..1. */
  readonly browserShare: number;
}

export interface SourceAnswer {
  readonly gate: string;
  readonly at: Moment | null;
  /** Why it gave nothing usable; null when it did. */
  readonly problem: string | null;
}
