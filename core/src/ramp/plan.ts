import { z } from 'zod';
import { AttributePath, BUCKETS, RuleId, VariantKey } from '../schema/primitives.ts';
import { GateId } from './gate.ts';
import { comparisonOf, Gate, spendsAlpha } from './gates/index.ts';
import { Policies } from './policies.ts';
import { RollbackPlan } from './rollback-plan.ts';
import type { Assurance } from './statistics/starting-points.ts';
import { Window } from './window.ts';

const THIRTY_DAYS = 30 * 86_400;

/** A group of units, how long it is watched, and by which gates. */
export const Stage = z
  .strictObject({
    percent: z.int().min(0).max(BUCKETS).meta({ description: "The candidate's share of candidate and control, of 100,000; 1,000 is 1 %." }),
    holdSeconds: z.int().min(0).max(THIRTY_DAYS).default(0),
    gates: z.array(GateId).max(20).exactOptional().meta({ description: 'Which of the gates judge it; without it, all that can.' }),
  })
  .meta({ id: 'RampStage' });
export type Stage = z.output<typeof Stage>;

/** The serve that a ramp holds: the flag's fallthrough or one rule's. */
export const RampPlace = z.union([z.literal('fallthrough'), z.strictObject({ rule: RuleId })]).meta({ id: 'RampPlace' });
export type RampPlace = z.output<typeof RampPlace>;

export const Stages = z.array(Stage).min(1).max(20);
export const Gates = z.array(Gate).max(20);

/** Everything about a ramp that people decide before it starts. */
export const RampPlan = z
  .strictObject({
    place: RampPlace,
    control: VariantKey,
    candidate: VariantKey,
    by: z.array(AttributePath).min(1).max(8).exactOptional().meta({ description: 'What units are, where the serve has no split yet.' }),
    stages: Stages,
    gates: Gates.default([]),
    policies: Policies.prefault({}),
    rollback: RollbackPlan.exactOptional().meta({ description: 'Required to start.' }),
    windows: z.array(Window).max(10).default([]).meta({ description: 'When it may start, hold and go on; empty means always.' }),
    needs: z
      .strictObject({ app: z.string().min(1).max(200).exactOptional(), version: z.string().min(1).max(100) })
      .exactOptional()
      .meta({ description: 'Instances below this version hold the ramp.' }),
    build: z.string().min(1).max(100).exactOptional().meta({ description: 'The build that pipelines report checks for.' }),
  })
  .superRefine((plan, context) => {
    for (const { path, message } of misfits(plan)) context.addIssue({ code: 'custom', path, message });
  })
  .meta({ id: 'RampPlan' });
export type RampPlan = z.output<typeof RampPlan>;

/** What templates and plans have in common: stages, and gates that judge them. */
export interface Course {
  readonly stages: readonly Stage[];
  readonly gates: readonly Gate[];
}

interface Misfit {
  readonly path: (string | number)[];
  readonly message: string;
}

function misfits(plan: z.output<typeof RampPlan>): Misfit[] {
  const found = courseMisfits(plan);
  if (plan.control === plan.candidate) found.push({ path: ['candidate'], message: 'the candidate must be another variant than control' });
  const safe = plan.rollback?.dataSafe;
  if (typeof safe === 'object' && safe.untilStage > plan.stages.length) {
    found.push({ path: ['rollback', 'dataSafe'], message: `there is no stage ${safe.untilStage}` });
  }
  return found;
}

/** What is wrong with stages and gates together. */
export function courseMisfits({ stages, gates }: Course): Misfit[] {
  const found: Misfit[] = [];
  const ids = gates.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) found.push({ path: ['gates', index, 'id'], message: `there are two gates "${id}"` });
  }
  const tested = gates.filter(spendsAlpha).map(comparisonOf);
  if (new Set(tested).size < tested.length) found.push({ path: ['gates'], message: 'there is more than one relative gate of one kind' });
  if (stages.at(-1)?.percent !== BUCKETS) {
    found.push({ path: ['stages', stages.length - 1, 'percent'], message: 'a ramp ends at 100 % (100,000)' });
  }
  for (const [index, stage] of stages.entries()) {
    const before = stages[index - 1];
    if (before !== undefined && before.percent >= stage.percent) {
      found.push({ path: ['stages', index, 'percent'], message: 'each stage is wider than the one before' });
    }
    for (const [place, id] of (stage.gates ?? []).entries()) {
      const problem = stageMisfit(
        stage,
        gates.find((gate) => gate.id === id),
      );
      if (problem !== null) found.push({ path: ['stages', index, 'gates', place], message: problem });
    }
  }
  return found;
}

function stageMisfit({ percent }: Stage, gate: Gate | undefined): string | null {
  if (gate === undefined) return 'there is no such gate';
  if (comparisonOf(gate) === null || hasControl(percent)) return null;
  return percent === 0
    ? 'a gate that compares with control cannot judge a stage that serves the candidate to nobody'
    : 'a gate that compares with control cannot judge a stage of 100 %, which has no concurrent control';
}

const hasControl = (percent: number) => percent > 0 && percent < BUCKETS;

const NO_STAGE: Stage = { percent: 0, holdSeconds: 0, gates: [] };

/** The gates that judge a stage: those it names, or all that can. */
export function gatesOf({ stages, gates }: Course, stage: number): Gate[] {
  const { gates: named, percent } = stages[stage] ?? NO_STAGE;
  if (named !== undefined) return gates.filter(({ id }) => named.includes(id));
  return gates.filter((gate) => comparisonOf(gate) === null || hasControl(percent));
}

/** The α that relative gates share, and over how many stages and gates; a promise for the whole ramp, so fixed by its plan. */
export function assuranceOf(plan: Course & { readonly policies: Policies }): Assurance {
  const tested = plan.stages.filter((_, stage) => gatesOf(plan, stage).some(spendsAlpha)).length;
  // Where browsers may roll back, each gate tests server keys' outcomes and all outcomes.
  const looks = plan.policies.browsers === 'rollBack' ? 2 : 1;
  const metrics = plan.gates.filter(spendsAlpha).length * looks;
  return { alpha: plan.policies.alpha, stages: Math.max(tested, 1), metrics: Math.max(metrics, 1) };
}
