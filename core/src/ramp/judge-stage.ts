import type { Facts, Moment } from './facts.ts';
import type { Judgement, StageView } from './gate.ts';
import { type GateKindName, judge } from './gates/index.ts';
import { heldShare, holdOf } from './hold.ts';
import { assuranceOf, gatesOf } from './plan.ts';
import type { Judged, Override, Ramp } from './ramp.ts';
import { dueSlot } from './statistics/starting-points.ts';

/** What one gate of the stage says, with who answers for it if someone does. */
export interface GateReport extends Judgement {
  readonly gate: string;
  readonly kind: GateKindName;
  readonly overridden: Override | null;
}

/** What gates of the present stage are judged on. */
export function viewOf(ramp: Ramp, { run }: Judged, facts: Facts, now: Moment): StageView {
  return {
    now,
    facts,
    stage: run.index,
    startedAt: run.startedAt,
    share: run.share,
    points: ramp.points,
    assurance: assuranceOf(ramp.plan),
    build: ramp.plan.build ?? null,
    forgiven: ramp.forgiven,
  };
}

/** Every gate of the present stage, in the plan's order. */
export function judgeStage(ramp: Ramp, position: Judged, facts: Facts, now: Moment): GateReport[] {
  const view = viewOf(ramp, position, facts, now);
  return gatesOf(ramp.plan, position.run.index).map((gate) => ({
    ...judge(gate, view),
    gate: gate.id,
    kind: gate.kind,
    overridden: position.run.overridden[gate.id] ?? null,
  }));
}

/** Whether a gate lets the stage go on. */
export const settled = ({ verdict, overridden }: GateReport) => verdict === 'pass' || overridden !== null;
export const failing = ({ verdict, overridden }: GateReport) => verdict === 'fail' && overridden === null;

/**
 * The ramp with what this look notes: since when gates cannot be measured, and a starting point of
 * the tests that is due. The same object when there is nothing to note.
 */
export function noted<At extends Judged>(
  ramp: Ramp,
  position: At,
  reports: readonly GateReport[],
  now: Moment,
): { ramp: Ramp; position: At } {
  const { run } = position;
  const blind = reports.filter(({ verdict }) => verdict === 'unmeasurable').map(({ gate }) => gate);
  const unmeasurableSince = Object.fromEntries(blind.map((gate) => [gate, run.unmeasurableSince[gate] ?? now]));
  const opened = ramp.points.filter(({ stage }) => stage === run.index);
  const slot = dueSlot(opened, heldShare(ramp.plan, run, now), holdOf(ramp.plan, run), now);
  const same = slot === null && Object.keys(run.unmeasurableSince).sort().join() === blind.toSorted().join();
  if (same) return { ramp, position };
  const next: At = { ...position, run: { ...run, unmeasurableSince } };
  const points = slot === null ? ramp.points : [...ramp.points, { stage: run.index, slot, share: run.share, openedAt: now }];
  return { ramp: { ...ramp, points, position: next }, position: next };
}
