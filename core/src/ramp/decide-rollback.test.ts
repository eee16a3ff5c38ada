import { expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Propagation } from './facts.ts';
import { later, POSITIONS, rampAt } from './test/ramps.ts';
import { HEALTHY } from './test/scene.ts';

const ramp = rampAt(POSITIONS.rolling_back);
const receipt = (changes: Partial<Propagation>): Propagation => ({
  revision: 13,
  committedAt: later(60),
  instances: 20,
  confirmed: 20,
  behind: [],
  silent: [],
  ...changes,
});
const look = (minutes: number, propagation: Propagation | null, from = ramp) => decide(from, { ...HEALTHY, propagation }, later(minutes));

it('is over when every instance acknowledged it', () => {
  expect(look(60.1, receipt({}))).toMatchObject({
    alarm: false,
    says: 'rolled back: 20 of 20 instances acknowledged it',
    ramp: { position: { state: 'rolled_back' } },
  });
  expect(look(60.1, receipt({ instances: 0, confirmed: 0 }))).toMatchObject({ ramp: { position: { state: 'rolled_back' } } });
});

it('is not over on a receipt of the stage before it', () => {
  expect(look(60.1, receipt({ committedAt: later(0) }))).toMatchObject({
    kind: 'stay',
    waits: [{ says: 'no receipt of the rollback yet' }],
  });
});

it('alarms once, with names, when it does not take effect', () => {
  const stuck = receipt({ confirmed: 18, behind: ['web-7'], silent: ['web-9'] });
  expect(look(60.9, stuck)).toMatchObject({ kind: 'stay', waits: [{ for: 'instances', names: ['web-7', 'web-9'] }] });
  const alarm = look(61, stuck);
  expect(alarm).toMatchObject({
    alarm: true,
    says: 'the rollback has not taken effect everywhere: 18 of 20 instances acknowledged the rollback; missing: web-7, web-9',
    ramp: { step: 6, position: { state: 'rolling_back', alarmed: true } },
  });
  expect(look(62, stuck, alarm.ramp).kind).toBe('stay');
  expect(look(90, stuck, alarm.ramp).kind).toBe('stay');
});

it('alarms when there is no receipt at all', () => {
  expect(look(61, null)).toMatchObject({ alarm: true });
});

it('ends without instances that went silent after ten minutes, and names them', () => {
  const silent = receipt({ confirmed: 19, silent: ['web-9'] });
  const alarmed = look(61, silent).ramp;
  expect(look(69, silent, alarmed).kind).toBe('stay');
  expect(look(70, silent, alarmed)).toMatchObject({
    alarm: true,
    says: 'rolled back on 19 of 20 instances; silent since, and perhaps still serving the candidate: web-9',
    ramp: { position: { state: 'rolled_back' } },
  });
});
