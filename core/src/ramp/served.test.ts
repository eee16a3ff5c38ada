import { describe, expect, it } from 'vitest';
import { weightsOf } from '../evaluate/ranges.ts';
import { endByKill } from './obey.ts';
import type { Position, RampState } from './ramp.ts';
import { editRefusal, holdsSplit, servedInstead } from './served.ts';
import { later, PLAN, POSITIONS, planWith, ROLLBACK, RUN, rampAt } from './test/ramps.ts';

const candidatesShare = (position: Position, plan = PLAN) => {
  const serve = servedInstead(rampAt(position, { plan }), 'off');
  if (serve === null) return 'the configuration';
  return 'variant' in serve ? serve.variant : (weightsOf(serve.split.ranges).get('on') ?? 0);
};

const TABLE: Readonly<Record<RampState, { served: number | string; held: boolean }>> = {
  draft: { served: 'the configuration', held: false },
  scheduled: { served: 'the configuration', held: false },
  running: { served: 10_000, held: true },
  waiting: { served: 10_000, held: true },
  paused: { served: 10_000, held: true },
  rolling_back: { served: 'the configuration', held: false },
  rolled_back: { served: 'the configuration', held: false },
  completed: { served: 100_000, held: false },
  cancelled: { served: 'the configuration', held: false },
};

describe.each(Object.entries(TABLE))('a ramp that is %s', (state, { served, held }) => {
  const ramp = rampAt(POSITIONS[state as RampState]);

  it(`serves ${served}`, () => {
    expect(candidatesShare(ramp.position)).toBe(served);
  });

  it(held ? 'refuses edits of its split, naming itself' : 'refuses no edit', () => {
    expect(holdsSplit(ramp)).toBe(held);
    expect(editRefusal(ramp, 'fallthrough')).toBe(
      held ? 'The ramp r_1 holds the split of the fallthrough: roll it back or finish it first.' : null,
    );
  });

  it('leaves edits of other rules alone', () => {
    expect(editRefusal(ramp, { rule: 'staff' })).toBeNull();
  });
});

it('holds the serve of one rule where it ramps that', () => {
  const ramp = rampAt(POSITIONS.running, { plan: planWith({ place: { rule: 'europe' } }) });
  expect(editRefusal(ramp, { rule: 'europe' })).toMatch(/holds the split of the rule "europe"/);
  expect(editRefusal(ramp, { rule: 'staff' })).toBeNull();
  expect(editRefusal(ramp, 'fallthrough')).toBeNull();
});

it('a rollback serves what the configuration says by then, so an edit of another rule stays', () => {
  expect(candidatesShare(POSITIONS.rolling_back)).toBe('the configuration');
  expect(candidatesShare(POSITIONS.rolled_back)).toBe('the configuration');
});

it('goes back to the off value or to the stage before where the plan says so', () => {
  const off = planWith({ rollback: { ...ROLLBACK, to: 'offVariant' } });
  expect(candidatesShare(POSITIONS.rolled_back, off)).toBe('off');
  const before = planWith({ rollback: { ...ROLLBACK, to: 'stageBefore' } });
  const second: Position = { ...POSITIONS.rolled_back, run: { ...RUN, index: 1, share: 0.5 } } as Position;
  expect(candidatesShare(second, before)).toBe(10_000);
  expect(candidatesShare(POSITIONS.rolled_back, before)).toBe('the configuration');
});

it('the split of a stage that was gone back to names no allocation: its outcomes are not judged', () => {
  const before = planWith({ rollback: { ...ROLLBACK, to: 'stageBefore' } });
  const second: Position = { ...POSITIONS.rolled_back, run: { ...RUN, index: 1, share: 0.5 } } as Position;
  expect(servedInstead(rampAt(second, { plan: before }), 'off')).not.toHaveProperty('split.ramp');
});

it('after a kill nothing of the ramp is left, whatever its rollback plan, so a revived flag serves its configuration', () => {
  const plan = planWith({ rollback: { ...ROLLBACK, to: 'offVariant' } });
  for (const state of ['running', 'waiting', 'paused'] as const) {
    const { ramp } = endByKill(rampAt(POSITIONS[state], { plan }), later(5));
    expect(servedInstead(ramp, 'off')).toBeNull();
    expect(holdsSplit(ramp)).toBe(false);
  }
});
