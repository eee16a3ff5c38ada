import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Facts, Propagation } from './facts.ts';
import type { Position, Ramp, RampState } from './ramp.ts';
import { HARM, later, PLAN, POSITIONS, planWith, ROLLBACK, RUN, rampAt } from './test/ramps.ts';
import { HEALTHY, NOTHING } from './test/scene.ts';

const look = (state: RampState, minutes: number, facts: Partial<Facts> = {}, changes: Partial<Ramp> = {}): Decision =>
  decide(rampAt(POSITIONS[state], changes), { ...HEALTHY, ...facts }, later(minutes));

const to = (decision: Decision) => (decision.kind === 'stay' ? 'stays' : decision.ramp.position.state);
const receipt = (confirmed: number, gone: Partial<Propagation> = {}): Partial<Facts> => ({
  propagation: { revision: 13, committedAt: later(60), instances: 20, confirmed, behind: [], silent: [], ...gone },
});

/** What happens in each state at each event; every state and every event must be here. */
const EVENTS = {
  'nothing yet, hold running': [5, {}],
  'all pass, hold over': [61, {}],
  'harm, hold running': [5, HARM],
  'harm in the tick that the hold ends': [60, HARM],
  'no traffic at all, hold over': [61, NOTHING],
  'traffic stopped midway, hold over': [61, { telemetry: { reporting: 20, fresh: 2 } }],
  'three requests, hold over': [61, { sample: { candidate: 1, control: 2, rate: 1 } }],
  'shares differ, hold over': [61, { sample: { candidate: 500, control: 9000, rate: 1 } }],
  'instances below the version': [61, { instancesBelow: ['web-7'] }],
  'flag killed': [5, { flag: { version: 7, killed: true } }],
  'waited four hours': [60 + 241, { sample: { candidate: 1, control: 2, rate: 1 } }],
  'everyone acknowledged a rollback': [61, receipt(20)],
} as const satisfies Record<string, readonly [number, Partial<Facts>]>;

/** Units as a stage of 50 % should see them. */
const EVEN = { candidate: 5000, control: 5000, rate: 1 };

type Outcome = RampState | 'stays';
const TABLE: Readonly<
  Record<keyof typeof EVENTS, Readonly<Record<'scheduled' | 'running' | 'waiting' | 'paused' | 'rolling_back', Outcome>>>
> = {
  'nothing yet, hold running': { scheduled: 'stays', running: 'stays', waiting: 'running', paused: 'stays', rolling_back: 'stays' },
  'all pass, hold over': { scheduled: 'running', running: 'running', waiting: 'running', paused: 'stays', rolling_back: 'rolling_back' },
  'harm, hold running': {
    scheduled: 'stays',
    running: 'rolling_back',
    waiting: 'rolling_back',
    paused: 'rolling_back',
    rolling_back: 'stays',
  },
  'harm in the tick that the hold ends': {
    scheduled: 'running',
    running: 'rolling_back',
    waiting: 'rolling_back',
    paused: 'rolling_back',
    rolling_back: 'stays',
  },
  'no traffic at all, hold over': {
    scheduled: 'running',
    running: 'waiting',
    waiting: 'stays',
    paused: 'stays',
    rolling_back: 'rolling_back',
  },
  'traffic stopped midway, hold over': {
    scheduled: 'running',
    running: 'waiting',
    waiting: 'stays',
    paused: 'stays',
    rolling_back: 'rolling_back',
  },
  'three requests, hold over': {
    scheduled: 'running',
    running: 'waiting',
    waiting: 'stays',
    paused: 'stays',
    rolling_back: 'rolling_back',
  },
  'shares differ, hold over': { scheduled: 'running', running: 'waiting', waiting: 'stays', paused: 'stays', rolling_back: 'rolling_back' },
  'instances below the version': {
    scheduled: 'running',
    running: 'waiting',
    waiting: 'stays',
    paused: 'stays',
    rolling_back: 'rolling_back',
  },
  'flag killed': { scheduled: 'stays', running: 'rolling_back', waiting: 'rolling_back', paused: 'rolling_back', rolling_back: 'stays' },
  'waited four hours': { scheduled: 'running', running: 'waiting', waiting: 'paused', paused: 'stays', rolling_back: 'rolling_back' },
  'everyone acknowledged a rollback': {
    scheduled: 'running',
    running: 'running',
    waiting: 'running',
    paused: 'stays',
    rolling_back: 'rolled_back',
  },
};

describe.each(Object.entries(TABLE))('%s', (event, outcomes) => {
  const [minutes, facts] = EVENTS[event as keyof typeof EVENTS];
  it.each(Object.entries(outcomes))('%s → %s', (state, outcome) => {
    expect(to(look(state as RampState, minutes, { ...(state === 'rolling_back' ? { propagation: null } : {}), ...facts }))).toBe(outcome);
  });
  it.each(['draft', 'rolled_back', 'completed', 'cancelled'] as const)('%s stays as it is', (state) => {
    expect(to(look(state, minutes, facts))).toBe('stays');
  });
});

it('each transition is one step, and a look that changes nothing returns the same ramp', () => {
  const running = rampAt(POSITIONS.running);
  expect(decide(running, HEALTHY, later(5)).ramp).toBe(running);
  expect(decide(running, HEALTHY, later(61)).ramp.step).toBe(running.step + 1);
});

describe('a stage that goes on', () => {
  it('is the next one, with an allocation of its own, a hold that runs and a starting point', () => {
    const { ramp } = look('running', 61);
    expect(ramp.position).toMatchObject({
      state: 'running',
      run: { index: 1, share: 0.5, allocation: 'r_1.6', startedAt: later(61), heldSeconds: 0 },
    });
    expect(ramp.points.at(-1)).toEqual({ stage: 1, slot: 0, share: 0.5, openedAt: later(61) });
  });

  it('completes after the last one, whose hold is a watch without control', () => {
    const plan = planWith({ stages: [{ percent: 50_000 }, { percent: 100_000, holdSeconds: 1800 }] });
    const last: Position = { state: 'running', run: { ...RUN, index: 1, share: 1 } };
    expect(to(decide(rampAt(last, { plan }), HEALTHY, later(29)))).toBe('stays');
    expect(to(decide(rampAt(last, { plan }), HEALTHY, later(30)))).toBe('completed');
  });

  it('never goes on after a rollback', () => {
    for (const minutes of [61, 600, 60_000]) expect(to(look('rolled_back', minutes))).toBe('stays');
  });
});

describe('failing gates', () => {
  it('two at once are one step back, and both are its cause', () => {
    const decision = look('running', 5, { ...HARM, slow: HARM.errors! });
    expect(decision).toMatchObject({
      kind: 'transition',
      alarm: true,
      ramp: { position: { state: 'rolling_back', cause: { by: 'gate', gates: ['errors', 'slow'] } } },
    });
    expect(decision.gates.map(({ verdict }) => verdict)).toEqual(['fail', 'fail']);
  });

  it('are answered while a stage waits for a sign-off', () => {
    const plan = planWith({ gates: [...PLAN.gates, { id: 'ana', kind: 'approval' }] });
    expect(look('running', 61, {}, { plan })).toMatchObject({
      ramp: { position: { state: 'waiting' } },
      says: 'waits for ana: 0 of 1 sign-offs',
    });
    expect(to(look('waiting', 90, HARM, { plan }))).toBe('rolling_back');
  });

  it('pause and ask where the policy says so, and then only once', () => {
    const plan = planWith({ policies: { onFailure: 'pause' } });
    const first = look('running', 5, HARM, { plan });
    expect(first).toMatchObject({ alarm: true, ramp: { position: { state: 'paused', cause: { by: 'gate', gates: ['errors'] } } } });
    expect(to(decide(first.ramp, { ...HEALTHY, ...HARM }, later(6)))).toBe('stays');
  });

  it('pause and say what going back loses where data is not safe', () => {
    const plan = planWith({ rollback: { ...ROLLBACK, dataSafe: { untilStage: 1 }, loses: 'orders in the other format' } });
    expect(to(look('running', 5, HARM, { plan }))).toBe('rolling_back');
    const second: Position = { state: 'running', run: { ...RUN, index: 1, share: 0.5 } };
    const harm = { since: 20, at: 20, candidate: 40, control: 1 };
    const points = [...rampAt(POSITIONS.running).points, { stage: 1, slot: 0, share: 0.5, openedAt: later(0) }];
    const decision = decide(
      rampAt(second, { plan, points }),
      { ...HEALTHY, errors: { servers: [harm], all: [harm] }, sample: EVEN },
      later(5),
    );
    expect(decision).toMatchObject({ ramp: { position: { state: 'paused' } } });
    expect((decision as { says: string }).says).toMatch(/Going back loses: orders in the other format$/);
  });

  it('of browsers alone pause, unless chosen otherwise', () => {
    const forged = { errors: { servers: [], all: HARM.errors!.all } };
    expect(to(look('running', 5, forged))).toBe('paused');
    expect(to(look('running', 5, forged, { plan: planWith({ policies: { browsers: 'rollBack' } }) }))).toBe('rolling_back');
  });

  it('that a person answered for do not stop the stage', () => {
    const overridden = { errors: { who: null, reason: 'known', at: later(5) } };
    const position: Position = { state: 'running', run: { ...RUN, overridden } };
    expect(to(decide(rampAt(position), { ...HEALTHY, ...HARM }, later(6)))).toBe('stays');
    expect(to(decide(rampAt(position), { ...HEALTHY, ...HARM }, later(61)))).toBe('running');
  });
});

describe('too little data', () => {
  const few = { sample: { candidate: 1, control: 2, rate: 1 } };
  const policy = (action: string) => ({ plan: planWith({ policies: { tooLittleData: { waitSeconds: 3600, action } } }) });

  it('waits as long as its policy says, then does what it says', () => {
    expect(to(look('waiting', 119, few, policy('pause')))).toBe('stays');
    expect(to(look('waiting', 120, few, policy('pause')))).toBe('paused');
    expect(to(look('waiting', 120, few, policy('rollBack')))).toBe('rolling_back');
    expect(to(look('waiting', 120, few, policy('goOn')))).toBe('running');
  });

  it('says what it waits for and until when', () => {
    const decision = look('waiting', 61, few);
    expect(decision).toMatchObject({
      waits: [
        { for: 'data', gate: 'errors', says: '1 of 100 units of the candidate seen in this stage' },
        { for: 'data', gate: 'slow' },
        { for: 'timeout', until: later(60 + 240) },
      ],
    });
  });

  it('never goes on over a source that cannot be measured, a person or an instance', () => {
    expect(to(look('waiting', 120, { telemetry: { reporting: 20, fresh: 2 } }, policy('goOn')))).toBe('paused');
    expect(to(look('waiting', 120, { ...few, instancesBelow: ['web-7'] }, policy('goOn')))).toBe('paused');
    const plan = planWith({ gates: [{ id: 'ana', kind: 'approval' }], policies: { tooLittleData: { waitSeconds: 3600, action: 'goOn' } } });
    expect(to(look('waiting', 120, {}, { plan }))).toBe('paused');
  });
});

describe('a source that cannot be measured', () => {
  const silent = { telemetry: { reporting: 20, fresh: 2 } };

  it('is noted from its first look, and forgotten when it answers', () => {
    const first = look('running', 5, silent);
    expect(first.ramp.position).toMatchObject({ run: { unmeasurableSince: { errors: later(5), slow: later(5) } } });
    expect(decide(first.ramp, { ...HEALTHY, ...silent }, later(6)).ramp).toBe(first.ramp);
    expect(decide(first.ramp, HEALTHY, later(6)).ramp.position).toMatchObject({ run: { unmeasurableSince: {} } });
  });

  it('is noted by itself: another one that falls silent later does not renew it', () => {
    const plan = planWith({
      gates: [...PLAN.gates, { id: 'm', kind: 'prometheus', url: 'http://prometheus.example', query: 'up', limit: { below: 1 } }],
    });
    const { ramp } = look('running', 5, {}, { plan });
    expect(decide(ramp, { ...HEALTHY, ...silent }, later(6)).ramp.position).toMatchObject({
      run: { unmeasurableSince: { m: later(5), errors: later(6), slow: later(6) } },
    });
  });

  it('rolls back where chosen, after as long as chosen', () => {
    const plan = planWith({ policies: { unmeasurable: { action: 'rollBack', afterSeconds: 300 } } });
    const { ramp } = look('running', 5, silent, { plan });
    expect(to(decide(ramp, { ...HEALTHY, ...silent }, later(9.9)))).toBe('stays');
    expect(decide(ramp, { ...HEALTHY, ...silent }, later(10))).toMatchObject({
      ramp: { position: { state: 'rolling_back', cause: { by: 'unmeasurable' } } },
    });
  });
});
