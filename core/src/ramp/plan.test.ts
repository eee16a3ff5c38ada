import { expect, it } from 'vitest';
import { assuranceOf, gatesOf, RampPlan } from './plan.ts';
import { isDataSafe, RollbackPlan } from './rollback-plan.ts';
import { SHIPPED_TEMPLATES } from './templates.ts';
import { PLAN, planWith, ROLLBACK } from './test/ramps.ts';

const problems = (changes: Record<string, unknown>) =>
  RampPlan.safeParse({ ...PLAN, ...changes }).error?.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) ?? [];

const RELATIVE = { id: 'errors', kind: 'errorRate', mode: 'relative' };

it('a relative gate is refused at 100 %, with the reason', () => {
  expect(problems({ stages: [{ percent: 0 }, { percent: 100_000, holdSeconds: 1800, gates: ['errors'] }] })).toEqual([
    'stages/1/gates/0: a gate that compares with control cannot judge a stage of 100 %, which has no concurrent control',
  ]);
  expect(problems({ stages: [{ percent: 0, gates: ['errors'] }, { percent: 100_000 }] })).toHaveLength(1);
});

it('a stage that names no gates has all that can judge it', () => {
  expect(gatesOf(PLAN, 1).map(({ id }) => id)).toEqual(['errors', 'slow']);
  expect(gatesOf(PLAN, 2)).toEqual([]);
});

it('refuses what does not hang together', () => {
  expect(problems({ stages: [{ percent: 10_000 }] })).toEqual(['stages/0/percent: a ramp ends at 100 % (100,000)']);
  expect(problems({ stages: [{ percent: 50_000 }, { percent: 10_000 }, { percent: 100_000 }] })[0]).toMatch(/wider than the one before/);
  expect(problems({ stages: [{ percent: 10_000, gates: ['nope'] }, { percent: 100_000 }] })).toEqual([
    'stages/0/gates/0: there is no such gate',
  ]);
  expect(problems({ gates: [RELATIVE, { ...RELATIVE, id: 'again' }] })).toEqual([
    'gates: there is more than one relative gate of one kind',
  ]);
  expect(problems({ gates: [RELATIVE, { id: 'errors', kind: 'approval' }] })[0]).toMatch(/two gates "errors"/);
  expect(problems({ candidate: 'off' })).toEqual(['candidate: the candidate must be another variant than control']);
  expect(problems({ unknown: 1 })).toHaveLength(1);
});

it('takes fractions of a percent', () => {
  expect(problems({ stages: [{ percent: 100, holdSeconds: 60 }, { percent: 100_000 }] })).toEqual([]);
});

it('shares α among the stages and gates that test for harm', () => {
  expect(assuranceOf(PLAN)).toEqual({ alpha: 0.01, stages: 2, metrics: 2 });
  expect(assuranceOf(planWith({ gates: [RELATIVE, { id: 'ok', kind: 'approval' }] }))).toEqual({ alpha: 0.01, stages: 2, metrics: 1 });
  expect(assuranceOf(planWith({ policies: { browsers: 'rollBack' } })).metrics).toBe(4);
});

it('a rollback plan says what going back loses, and until when data is safe', () => {
  expect(RollbackPlan.safeParse({ ...ROLLBACK, dataSafe: 'no' }).success).toBe(false);
  expect(problems({ rollback: { ...ROLLBACK, dataSafe: { untilStage: 9 }, loses: 'orders' } })).toEqual([
    'rollback/dataSafe: there is no stage 9',
  ]);
  const plan = RollbackPlan.parse({ ...ROLLBACK, dataSafe: { untilStage: 2 }, loses: 'orders' });
  expect([0, 1, 2].map((stage) => isDataSafe(plan, stage))).toEqual([true, true, false]);
});

it('the shipped templates are those of the pages', () => {
  const courses = SHIPPED_TEMPLATES.map(({ key, stages }) => [
    key,
    stages.map(({ percent, holdSeconds }) => [percent / 1000, holdSeconds / 60]),
  ]);
  expect(Object.fromEntries(courses)).toEqual({
    canary: [
      [1, 30],
      [10, 60],
      [25, 60],
      [50, 120],
      [100, 0],
    ],
    'fast-canary': [
      [1, 5],
      [10, 10],
      [50, 15],
      [100, 0],
    ],
    'blue-green': [
      [0, 0],
      [100, 30],
    ],
    manual: [
      [1, 0],
      [10, 0],
      [25, 0],
      [50, 0],
      [100, 0],
    ],
  });
  for (const template of SHIPPED_TEMPLATES) {
    expect(RampPlan.safeParse({ ...PLAN, stages: template.stages, gates: template.gates, policies: template.policies }).success).toBe(true);
  }
});
