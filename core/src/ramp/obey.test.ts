import { describe, expect, it } from 'vitest';
import { type CommandName, RampCommand } from './command.ts';
import { decide } from './decide.ts';
import { type Answer, endByKill, obey } from './obey.ts';
import type { Position, RampState } from './ramp.ts';
import { ANA, HARM, HELD, later, orderAt, POSITIONS, planWith, RUN, rampAt } from './test/ramps.ts';
import { HEALTHY } from './test/scene.ts';

const COMMANDS: Readonly<Record<CommandName, RampCommand>> = {
  start: { command: 'start', step: 5, reason: '' },
  schedule: { command: 'schedule', step: 5, reason: '', at: new Date(later(30)).toISOString() },
  pause: { command: 'pause', reason: '' },
  resume: { command: 'resume', step: 5, reason: '', override: [] },
  skip: { command: 'skip', step: 5, reason: '' },
  finish: { command: 'finish', step: 5, reason: '' },
  rollBack: { command: 'rollBack', reason: '' },
  cancel: { command: 'cancel', step: 5, reason: '' },
};

const outcome = (answer: Answer) =>
  answer.kind === 'refused' ? answer.why : answer.kind === 'already' ? 'already' : answer.ramp.position.state;

type Row = Readonly<Record<CommandName, RampState | 'state' | 'already'>>;
const nothing: Row = {
  start: 'state',
  schedule: 'state',
  pause: 'state',
  resume: 'state',
  skip: 'state',
  finish: 'state',
  rollBack: 'state',
  cancel: 'state',
};

/** What each command does in each state, on healthy facts. */
const TABLE: Readonly<Record<RampState, Row>> = {
  draft: { ...nothing, start: 'running', schedule: 'scheduled', cancel: 'cancelled' },
  scheduled: { ...nothing, start: 'running', schedule: 'scheduled', cancel: 'cancelled' },
  running: { ...nothing, pause: 'paused', skip: 'running', finish: 'running', rollBack: 'rolling_back' },
  waiting: { ...nothing, pause: 'paused', skip: 'running', finish: 'running', rollBack: 'rolling_back' },
  paused: { ...nothing, pause: 'already', resume: 'running', rollBack: 'rolling_back' },
  rolling_back: { ...nothing, rollBack: 'already' },
  rolled_back: { ...nothing, rollBack: 'already' },
  completed: { ...nothing, rollBack: 'rolling_back' },
  cancelled: { ...nothing, cancel: 'already' },
};

describe.each(Object.entries(TABLE))('a ramp that is %s', (state, row) => {
  it.each(Object.entries(row))('told to %s answers %s', (command, expected) => {
    const ramp = rampAt(POSITIONS[state as RampState]);
    const answer = obey(ramp, COMMANDS[command as CommandName], orderAt(5));
    expect(outcome(answer)).toBe(expected);
    if (answer.kind === 'transition') expect(answer.ramp.step).toBe(ramp.step + 1);
  });
});

it('every command but pause and roll back is refused when the ramp has moved on', () => {
  const running = rampAt({ state: 'running', run: RUN }, { step: 6 });
  for (const command of ['skip', 'finish'] as const) expect(obey(running, COMMANDS[command], orderAt(5))).toMatchObject({ why: 'step' });
  expect(outcome(obey(running, { command: 'pause', step: 2, reason: '' }, orderAt(5)))).toBe('paused');
  expect(outcome(obey(running, { command: 'rollBack', step: 2, reason: '' }, orderAt(5)))).toBe('rolling_back');
});

describe('a start', () => {
  const start = COMMANDS.start;
  const draft = rampAt(POSITIONS.draft);

  it('remembers the serve that it holds and enters the first stage', () => {
    const answer = obey(draft, start, orderAt(5));
    expect(answer).toMatchObject({
      says: 'Ana started it',
      ramp: { held: HELD, position: { run: { index: 0, share: 0.1, allocation: 'r_1.6' } }, points: [{ stage: 0, slot: 0 }] },
    });
  });

  it('is refused without a rollback plan, on a killed flag and while a finding blocks it', () => {
    const { rollback: _, ...plan } = draft.plan;
    expect(obey({ ...draft, plan }, start, orderAt(5))).toMatchObject({
      why: 'blocked',
      says: 'A ramp needs a rollback plan before it starts.',
    });
    expect(obey(draft, start, orderAt(5, { flag: { version: 7, killed: true } }))).toMatchObject({ why: 'blocked' });
    expect(obey(draft, start, { ...orderAt(5), blocks: ['web is too early.'] })).toMatchObject({
      why: 'blocked',
      says: 'web is too early.',
    });
  });

  it('outside its windows is scheduled for the next one', () => {
    const plan = planWith({ windows: [{ zone: 'UTC', days: [2], from: '09:00', to: '16:00' }] });
    expect(obey({ ...draft, plan }, start, orderAt(5))).toMatchObject({
      ramp: { position: { state: 'scheduled', startAt: later(24 * 60), flagVersion: 7 } },
    });
  });
});

describe('going on by hand', () => {
  it('skips to the next stage without the gates that do not pass yet, and says which', () => {
    const answer = obey(rampAt(POSITIONS.running), COMMANDS.skip, orderAt(5, { sample: { candidate: 1, control: 9, rate: 1 } }));
    expect(answer).toMatchObject({ says: 'Ana skipped on, without errors, slow', ramp: { position: { run: { index: 1 } } } });
  });

  it('finishes to the last stage, whose watch still holds', () => {
    expect(obey(rampAt(POSITIONS.running), COMMANDS.finish, orderAt(5))).toMatchObject({
      ramp: { position: { state: 'running', run: { index: 2, share: 1 } } },
    });
    const last: Position = { state: 'running', run: { ...RUN, index: 2, share: 1 } };
    expect(outcome(obey(rampAt(last), COMMANDS.finish, orderAt(5)))).toBe('completed');
    expect(outcome(obey(rampAt(last), COMMANDS.skip, orderAt(5)))).toBe('completed');
  });

  it('is refused while a gate fails, and outside the windows', () => {
    for (const command of [COMMANDS.skip, COMMANDS.finish]) {
      expect(obey(rampAt(POSITIONS.running), command, orderAt(5, HARM))).toMatchObject({ why: 'gates' });
      const plan = planWith({ windows: [{ zone: 'UTC', days: [7], from: '09:00', to: '16:00' }] });
      expect(obey(rampAt(POSITIONS.running, { plan }), command, orderAt(5))).toMatchObject({ why: 'blocked' });
    }
  });
});

describe('a resume', () => {
  const paused = rampAt(POSITIONS.paused);
  const resume = (override: string[], reason = '') => ({ command: 'resume', step: 5, reason, override }) as const;

  it('lets the hold run on from where it stood', () => {
    const at: Position = {
      state: 'paused',
      run: { ...RUN, heldSeconds: 600, holdSince: null },
      since: later(10),
      cause: { by: 'person', who: ANA, reason: '' },
    };
    expect(obey(rampAt(at), resume([]), orderAt(90))).toMatchObject({
      ramp: { position: { state: 'running', run: { heldSeconds: 600, holdSince: later(90) } } },
    });
  });

  it('over a failing gate needs a person who names it and says why', () => {
    expect(obey(paused, resume([]), orderAt(5, HARM))).toMatchObject({ why: 'gates' });
    expect(obey(paused, resume(['errors']), orderAt(5, HARM))).toMatchObject({ why: 'reason' });
    expect(obey(paused, resume(['nope'], 'because'), orderAt(5))).toMatchObject({ why: 'gates' });
    const answer = obey(paused, resume(['errors'], 'a known bug of one browser'), orderAt(5, HARM));
    expect(answer).toMatchObject({
      ramp: { position: { run: { overridden: { errors: { who: ANA, reason: 'a known bug of one browser' } } } } },
    });
  });

  it('what was answered for does not stop later stages, and harm after it does', () => {
    const answer = obey(paused, resume(['errors'], 'known'), orderAt(5, HARM));
    if (answer.kind !== 'transition') throw new Error(answer.kind);
    const next = decide(answer.ramp, { ...HEALTHY, ...HARM }, later(66));
    expect(next).toMatchObject({ kind: 'transition', ramp: { position: { state: 'running', run: { index: 1, overridden: {} } } } });
    expect(decide(next.ramp, { ...HEALTHY, ...HARM, sample: { candidate: 5000, control: 5000, rate: 1 } }, later(67)).kind).toBe('stay');
    const at = next.ramp.points.length - 1;
    const sample = { candidate: 5000, control: 5000, rate: 1 };
    const fresh = [...HARM.errors!.all, { since: at, at, candidate: 40, control: 1 }];
    expect(decide(next.ramp, { ...HEALTHY, sample, errors: { servers: fresh, all: fresh } }, later(67))).toMatchObject({
      ramp: { position: { state: 'rolling_back' } },
    });
  });
});

it('a kill ends a ramp that serves something, and leaves others as they are', () => {
  const ended: RampState[] = ['running', 'waiting', 'paused'];
  for (const [state, position] of Object.entries(POSITIONS)) {
    const decision = endByKill(rampAt(position), later(70));
    if (ended.includes(state as RampState))
      expect(decision).toMatchObject({ ramp: { position: { state: 'rolling_back', cause: { by: 'kill' } } } });
    else expect(decision.kind).toBe('stay');
  }
});

it('a command is parsed strictly, with its step where it needs one', () => {
  expect(RampCommand.safeParse({ command: 'pause' }).success).toBe(true);
  for (const wrong of [
    { command: 'skip' },
    { command: 'explode', step: 1 },
    { command: 'pause', force: true },
    { command: 'schedule', step: 1, at: 'soon' },
  ]) {
    expect(RampCommand.safeParse(wrong).success).toBe(false);
  }
});
