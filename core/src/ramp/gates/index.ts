import { z } from 'zod';
import type { Comparison, GateKind, Judgement, StageView } from '../gate.ts';
import { approval } from './approval.ts';
import { errorRate } from './error-rate.ts';
import { http } from './http.ts';
import { latency } from './latency.ts';
import { prometheus } from './prometheus.ts';
import { propagation } from './propagation.ts';
import { sampleRatio } from './sample-ratio.ts';

/** Every kind of gate. A kind is its file and its line here; schema, types and judging follow. */
export const GATES = { errorRate, latency, prometheus, http, approval, sampleRatio, propagation } as const;

export type GateKindName = keyof typeof GATES;
export type Gate = { [Kind in GateKindName]: z.output<(typeof GATES)[Kind]['schema']> }[GateKindName];

type Schemas = (typeof GATES)[GateKindName]['schema'];
const schemas = Object.values(GATES).map(({ schema }) => schema) as unknown as readonly [Schemas, ...Schemas[]];

/** One gate of a ramp, by its kind. */
export const Gate = z.discriminatedUnion('kind', schemas).meta({ id: 'Gate' });

const kindOf = (gate: Gate): GateKind<z.ZodType<Gate>> => GATES[gate.kind] as unknown as GateKind<z.ZodType<Gate>>;

/** What a gate compares between candidate and control, null when it looks at the candidate alone. */
export function comparisonOf(gate: Gate): Comparison | null {
  return kindOf(gate).compares(gate);
}

/** Whether a gate tests for harm beyond control's, at a share of the ramp's α. */
export function spendsAlpha(gate: Gate): boolean {
  const comparison = comparisonOf(gate);
  return comparison !== null && comparison !== 'shares';
}

/** What a gate says of stored facts: pure, never fetches, and never passes on nothing. */
export function judge(gate: Gate, view: StageView): Judgement {
  return kindOf(gate).judge(gate, view);
}
