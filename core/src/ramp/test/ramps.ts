import type { Serve } from '../../evaluate/flag.ts';
import type { Facts } from '../facts.ts';
import type { Order } from '../obey.ts';
import { RampPlan } from '../plan.ts';
import type { Position, Ramp, RampState, StageRun, Who } from '../ramp.ts';
import { HEALTHY, MINUTE, STARTED } from './scene.ts';

export const ANA: Who = { kind: 'person', id: 'p_1', name: 'Ana' };
export const HELD: Serve = { variant: 'off' };
export const later = (minutes: number) => STARTED + minutes * MINUTE;

export const ROLLBACK = { dataSafe: 'yes', runbook: 'https://runbooks.example/checkout', tells: ['on-call'] } as const;

/** Stages of 10 %, 50 % and 100 % with holds of an hour, half an hour and none, compared with control. */
export const PLAN = RampPlan.parse({
  place: 'fallthrough',
  control: 'off',
  candidate: 'on',
  stages: [{ percent: 10_000, holdSeconds: 3600 }, { percent: 50_000, holdSeconds: 1800 }, { percent: 100_000 }],
  gates: [
    { id: 'errors', kind: 'errorRate', mode: 'relative' },
    { id: 'slow', kind: 'latency', mode: 'relative' },
  ],
  rollback: ROLLBACK,
  build: '1.4.2',
});

export const planWith = (changes: Record<string, unknown>) => RampPlan.parse({ ...PLAN, ...changes });

export const RUN: StageRun = {
  index: 0,
  startedAt: STARTED,
  allocation: 'r_1.1',
  share: 0.1,
  heldSeconds: 0,
  holdSince: STARTED,
  unmeasurableSince: {},
  overridden: {},
};

const HELD_OVER: StageRun = { ...RUN, heldSeconds: 3600, holdSince: null };

/** A ramp's position in each state; the stage began at `STARTED`. */
export const POSITIONS: Readonly<Record<RampState, Position>> = {
  draft: { state: 'draft' },
  scheduled: { state: 'scheduled', startAt: later(10), flagVersion: 7 },
  running: { state: 'running', run: RUN },
  waiting: { state: 'waiting', run: HELD_OVER, since: later(60) },
  paused: { state: 'paused', run: { ...RUN, holdSince: null }, since: STARTED, cause: { by: 'person', who: ANA, reason: '' } },
  rolling_back: { state: 'rolling_back', run: HELD_OVER, since: later(60), cause: { by: 'gate', gates: ['errors'] }, alarmed: false },
  rolled_back: { state: 'rolled_back', run: HELD_OVER, since: later(61), cause: { by: 'gate', gates: ['errors'] } },
  completed: { state: 'completed', run: { ...HELD_OVER, index: 2, share: 1 }, since: later(95) },
  cancelled: { state: 'cancelled', since: STARTED },
};

export function rampAt(position: Position, changes: Partial<Ramp> = {}): Ramp {
  const started = position.state !== 'draft' && position.state !== 'cancelled';
  const points =
    'run' in position ? Array.from({ length: 20 }, (_, slot) => ({ stage: 0, slot, share: 0.1, openedAt: later(slot * 3) })) : [];
  return {
    id: 'r_1',
    flag: 'checkout',
    plan: PLAN,
    step: 5,
    position,
    held: started ? HELD : null,
    salt: 'salt',
    points,
    forgiven: {},
    ...changes,
  };
}

export const orderAt = (minutes: number, facts: Partial<Facts> = {}): Order => ({
  who: ANA,
  now: later(minutes),
  facts: { ...HEALTHY, ...facts },
  serve: HELD,
  blocks: [],
});

/** Nine units of the candidate and one of control failed. */
export const HARM: Partial<Facts> = {
  errors: { servers: [{ since: 0, at: 0, candidate: 9, control: 1 }], all: [{ since: 0, at: 0, candidate: 9, control: 1 }] },
};
