import type { Serve } from '../evaluate/flag.ts';
import { shareOf } from './allocation.ts';
import { type Transition, transition } from './decision.ts';
import type { Moment } from './facts.ts';
import { stopHold } from './hold.ts';
import type { GateReport } from './judge-stage.ts';
import { type Judged, moved, type Ramp, type StageRun } from './ramp.ts';

/** The ramp with a stage entered: its allocation named, its hold running, a starting point for its tests. */
export function enterStage(ramp: Ramp, held: Serve, stage: number, now: Moment): Ramp {
  const share = shareOf(held, ramp.plan, ramp.plan.stages[stage]?.percent ?? 0);
  const run: StageRun = {
    index: stage,
    startedAt: now,
    allocation: `${ramp.id}.${ramp.step + 1}`,
    share,
    heldSeconds: 0,
    holdSince: now,
    unmeasurableSince: {},
    overridden: {},
  };
  const points = [...ramp.points, { stage, slot: 0, share, openedAt: now }];
  return { ...moved(ramp, { state: 'running', run }), held, points };
}

/** The next stage, or the end. */
export function advance(ramp: Ramp, { run }: Judged, says: string, gates: readonly GateReport[], now: Moment): Transition {
  const next = run.index + 1;
  if (next < ramp.plan.stages.length && ramp.held !== null) return transition(ramp, enterStage(ramp, ramp.held, next, now), says, gates);
  return transition(ramp, moved(ramp, { state: 'completed', run: stopHold(ramp.plan, run, now), since: now }), says, gates);
}
