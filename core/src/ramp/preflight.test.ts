import { expect, it } from 'vitest';
import { redistribute } from '../evaluate/ranges.ts';
import type { RampPlan } from './plan.ts';
import { type Finding, preflight } from './preflight.ts';
import type { AppUse, PreflightFacts } from './preflight-facts.ts';
import { HELD, later, PLAN, planWith, ROLLBACK } from './test/ramps.ts';

const WEB: AppUse = { app: 'web', version: '2.1.0', instances: 3, askedAt: later(-5), otherDefaults: [], reportsOutcomes: true };
const READY: PreflightFacts = {
  flag: { killed: false, enabled: true, variants: ['off', 'on'] },
  serve: HELD,
  otherChange: null,
  apps: [WEB],
  traffic: { units: 10_000, requests: 360_000, browserShare: 0 },
  sources: [],
  destinations: [{ id: 'on-call', testedAt: later(-100) }],
  drill: { lastAt: later(-1000), requiredWithinDays: 30 },
  budgetLeft: 0.8,
};

const found = (facts: Partial<PreflightFacts>, plan: RampPlan = PLAN, level: Finding['level'] | 'any' = 'any') =>
  preflight(plan, { ...READY, ...facts }, later(0))
    .filter((finding) => (level === 'any' ? finding.level !== 'good' : finding.level === level))
    .map(({ says }) => says);

it('says nothing against a ramp that is ready', () => {
  expect(found({})).toEqual([]);
  expect(found({}, PLAN, 'good')).toContain('Asked for by web.');
});

it('blocks what would go wrong at once', () => {
  const blocks = (facts: Partial<PreflightFacts>, plan?: RampPlan) => found(facts, plan, 'block');
  expect(blocks({ flag: { killed: true, enabled: true, variants: ['off', 'on'] } })).toEqual(['The flag is killed.']);
  expect(blocks({ flag: { killed: false, enabled: true, variants: ['off'] } })).toEqual(['The flag has no variant "on".']);
  expect(blocks({ otherChange: 'ramp r_0' })).toEqual(['Another change is under way: ramp r_0.']);
  expect(blocks({ serve: null })).toEqual(['The rule that it should ramp is gone.']);
  expect(blocks({ serve: { variant: 'red' } })).toEqual(['The serve gives "off" and "on" nothing.']);
  const { rollback: _, ...without } = PLAN;
  expect(blocks({}, without)).toEqual(['It needs a rollback plan.']);
});

it('blocks a first stage that would take the candidate away from people', () => {
  const split = (on: number) => ({ split: { scheme: 'sluice1', salt: 's', ranges: redistribute(null, { off: 100_000 - on, on }) } });
  expect(found({ serve: split(10_000) }, PLAN, 'block')).toEqual([]);
  expect(found({ serve: split(10_001) }, PLAN, 'block')).toHaveLength(1);
});

it('blocks instances below the version that it needs, and only those of the app that it names', () => {
  const plan = planWith({ needs: { app: 'web', version: '2.2.0' } });
  expect(found({ apps: [WEB, { ...WEB, app: 'batch', version: null }] }, plan, 'block')).toEqual([
    'web 2.1.0: 3 instances below 2.2.0, which the ramp needs.',
  ]);
  expect(found({ apps: [{ ...WEB, version: '2.10.0' }] }, plan, 'block')).toEqual([]);
  expect(found({ apps: [{ ...WEB, version: null, instances: 1 }] }, plan, 'block')).toHaveLength(1);
});

it('warns of apps that never asked, fall back to something else or report no outcomes', () => {
  const apps = [WEB, { ...WEB, app: 'batch', askedAt: null }, { ...WEB, app: 'mail', otherDefaults: ['"on"'], reportsOutcomes: false }];
  expect(found({ apps })).toEqual([
    'batch 2.1.0: 3 instances without a question for the flag in the last hour.',
    'mail falls back to "on", not to "off".',
    'mail reads the flag and reports no outcomes: use guard, expose or the plugin there.',
  ]);
  expect(found({ apps: [] })).toEqual(['No connected app asked for the flag in the last hour.']);
});

it('says how long each stage will wait for its units', () => {
  expect(found({ traffic: { units: 400, requests: 900, browserShare: 0 } })).toEqual([
    'Stage 1 (10 %) gives about 40 units of the smaller arm in 1 h, errors needs 100: it will wait about 2 h 30 min.',
  ]);
  expect(found({ traffic: { units: 0, requests: 0, browserShare: 0 } })).toHaveLength(2);
});

it('warns when every outcome comes from browsers, and what a failing gate will do then', () => {
  const traffic = { ...READY.traffic, browserShare: 1 };
  expect(found({ traffic })).toEqual(['All outcomes come from browsers: a failing gate will pause, not roll back.']);
  expect(found({ traffic }, planWith({ policies: { browsers: 'rollBack' } }))[0]).toMatch(/anyone with the client key/);
});

it('warns of sources that do not answer, with the reason', () => {
  const sources = [
    { gate: 'p99', at: later(-0.5), problem: 'found nothing' },
    { gate: 'health', at: later(-5), problem: null },
    { gate: 'fine', at: later(-0.2), problem: null },
  ];
  expect(found({ sources })).toEqual([
    'The source of p99 gives nothing usable: found nothing.',
    'The source of health has not answered in the last minute.',
  ]);
});

it('blocks destinations that never took a test message, and drills that are overdue', () => {
  expect(found({ destinations: [{ id: 'on-call', testedAt: null }] })).toEqual(['The destination "on-call" never took a test message.']);
  expect(found({ destinations: [] })).toEqual(['There is no destination "on-call".']);
  expect(found({ drill: { lastAt: later(-60 * 24 * 31), requiredWithinDays: 30 } })).toEqual([
    'This environment asks for a drill within the last 30 days.',
  ]);
  expect(found({ drill: { lastAt: null, requiredWithinDays: null } })).toEqual(['Its way back was never drilled.']);
});

it('says what going back loses and what is left of the error budget', () => {
  expect(found({}, planWith({ rollback: { ...ROLLBACK, dataSafe: 'no', loses: 'orders' } }))).toEqual([
    'Going back is not always safe, and then loses: orders',
  ]);
  expect(found({ budgetLeft: 0.05 })).toEqual(['Only 5 % of the error budget is left.']);
  expect(found({ budgetLeft: -0.2 })).toEqual(['Only 0 % of the error budget is left.']);
});
