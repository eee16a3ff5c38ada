import { z } from 'zod';
import type { Serve } from '../evaluate/flag.ts';
import type { Actor } from '../schema/primitives.ts';
import type { Moment } from './facts.ts';
import type { RampPlan } from './plan.ts';
import type { StartingPoint } from './statistics/starting-points.ts';

export const RampState = z
  .enum(['draft', 'scheduled', 'running', 'waiting', 'paused', 'rolling_back', 'rolled_back', 'completed', 'cancelled'])
  .meta({ id: 'RampState' });
export type RampState = z.output<typeof RampState>;

export type Who = z.output<typeof Actor>;

/** Why a ramp stopped or goes back. */
export type Cause =
  | { readonly by: 'person'; readonly who: Who; readonly reason: string }
  | { readonly by: 'gate'; readonly gates: readonly string[] }
  | { readonly by: 'unmeasurable'; readonly gates: readonly string[] }
  | { readonly by: 'timeout'; readonly gates: readonly string[] }
  | { readonly by: 'kill' };

/** A gate that no longer judges this stage, because someone answers for it. */
export interface Override {
  readonly who: Who | null;
  readonly reason: string;
  readonly at: Moment;
}

/** The stage that is served. */
export interface StageRun {
  readonly index: number;
  readonly startedAt: Moment;
  /** Names the share in force, so that outcomes can be attributed. */
  readonly allocation: string;
  /** The candidate's share of candidate and control, 0..1, by buckets. */
  readonly share: number;
  /** How long it held until `holdSince`. */
  readonly heldSeconds: number;
  /** Since when the hold runs, window or not; null while it stands still. */
  readonly holdSince: Moment | null;
  /** By gate id: since when it could not be measured. */
  readonly unmeasurableSince: Readonly<Record<string, Moment>>;
  readonly overridden: Readonly<Record<string, Override>>;
}

/** Where a ramp stands. */
export type Position =
  | { readonly state: 'draft' }
  | { readonly state: 'scheduled'; readonly startAt: Moment; readonly flagVersion: number }
  | { readonly state: 'running'; readonly run: StageRun }
  | { readonly state: 'waiting'; readonly run: StageRun; readonly since: Moment }
  | { readonly state: 'paused'; readonly run: StageRun; readonly since: Moment; readonly cause: Cause }
  | { readonly state: 'rolling_back'; readonly run: StageRun; readonly since: Moment; readonly cause: Cause; readonly alarmed: boolean }
  | { readonly state: 'rolled_back'; readonly run: StageRun; readonly since: Moment; readonly cause: Cause }
  | { readonly state: 'completed'; readonly run: StageRun; readonly since: Moment }
  | { readonly state: 'cancelled'; readonly since: Moment };

/** A ramp as stored: what people planned, and where it stands. */
export interface Ramp {
  readonly id: string;
  readonly flag: string;
  readonly plan: RampPlan;
  /** +1 with each transition; commands name the step that they expect. */
  readonly step: number;
  readonly position: Position;
  /** The serve as it was when the ramp started, in wire form; null before. */
  readonly held: Serve | null;
  /** Salt of the flag, for a serve that had no split. */
  readonly salt: string;
  /** Starting points of its tests so far, of all stages. */
  readonly points: readonly StartingPoint[];
  /** By gate id: when a person last answered for it, so that the same harm does not stop later stages. */
  readonly forgiven: Readonly<Record<string, Moment>>;
}

/** The position of a ramp whose stage is being judged. */
export type Judged = Extract<Position, { state: 'running' | 'waiting' | 'paused' }>;

/** The ramp one step on, at another position. */
export function moved(ramp: Ramp, position: Position): Ramp {
  return { ...ramp, step: ramp.step + 1, position };
}
