import { z } from 'zod';
import type { Facts, Moment } from './facts.ts';
import type { Assurance, StartingPoint } from './statistics/starting-points.ts';

export type Verdict = 'pass' | 'collecting' | 'fail' | 'unmeasurable';

/** Numbers and words behind a verdict, for the page, the log and the event. */
export type Evidence = Readonly<Record<string, string | number | boolean | null>>;

/** What a gate says, and why. */
export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence for people, without the gate's name. */
  readonly says: string;
  readonly evidence: Evidence;
  /** Only with `collecting`: what would end it. */
  readonly waitsFor?: 'data' | 'person' | 'check';
  /** Only with `fail`: no server key's outcomes show it, so somebody with the public key could have made it up. */
  readonly only?: 'browsers';
}

/** What a gate is judged on: stored facts, and where its ramp stands. */
export interface StageView {
  readonly now: Moment;
  readonly facts: Facts;
  readonly stage: number;
  readonly startedAt: Moment;
  /** The candidate's nominal share of candidate and control in force, 0..1, by buckets. */
  readonly share: number;
  /** Starting points of the whole ramp. */
  readonly points: readonly StartingPoint[];
  readonly assurance: Assurance;
  /** The candidate's build, where the ramp names one. */
  readonly build: string | null;
  /** By gate id: harm shown up to then has been answered for by a person; only starting points after it count. */
  readonly forgiven: Readonly<Record<string, Moment>>;
}

export const GateId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a gate id is 1 to 40 of a-z, 0-9 and "-", and begins with a letter or digit')
  .meta({ id: 'GateId' });

/**
 * What a gate compares between candidate and control, for which both must be served at once. Harm
 * (`errors`, `slow`) is tested at a share of α; `shares` are the numbers of units themselves.
 */
export type Comparison = 'errors' | 'slow' | 'shares';

interface AnyGate {
  readonly id: string;
  readonly kind: string;
}

/** A kind of gate: its settings, and how it is judged. */
export interface GateKind<Schema extends z.ZodType<AnyGate>> {
  readonly schema: Schema;
  readonly compares: (gate: AnyGate) => Comparison | null;
  readonly judge: (gate: AnyGate, view: StageView) => Judgement;
}

/**
 * Ties a kind's schema to its judge. `judge` must be pure: it reads stored facts and never fetches.
 * The index hands each gate to the kind whose schema parsed it, which the types cannot see.
 */
export function defineGate<Schema extends z.ZodType<AnyGate>>(kind: {
  readonly schema: Schema;
  readonly compares?: (gate: z.output<Schema>) => Comparison | null;
  readonly judge: (gate: z.output<Schema>, view: StageView) => Judgement;
}): GateKind<Schema> {
  return {
    schema: kind.schema,
    compares: (gate) => kind.compares?.(gate as z.output<Schema>) ?? null,
    judge: (gate, view) => kind.judge(gate as z.output<Schema>, view),
  };
}

export const pass = (says: string, evidence: Evidence): Judgement => ({ verdict: 'pass', says, evidence });
export const fail = (says: string, evidence: Evidence): Judgement => ({ verdict: 'fail', says, evidence });
export const unmeasurable = (says: string, evidence: Evidence = {}): Judgement => ({ verdict: 'unmeasurable', says, evidence });
export const collecting = (waitsFor: 'data' | 'person' | 'check', says: string, evidence: Evidence = {}): Judgement => ({
  verdict: 'collecting',
  waitsFor,
  says,
  evidence,
});
