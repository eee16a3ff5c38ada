import { expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Position } from './ramp.ts';
import { HARM, later, POSITIONS, planWith, RUN, rampAt } from './test/ramps.ts';
import { HEALTHY } from './test/scene.ts';

// The stage began at 09:00 UTC on Monday, 23 November 2026: 10:00 in Berlin.
const office = planWith({ windows: [{ zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '10:30' }] });
const HOURS = 60;

it('hold time runs only while a window is open', () => {
  const ramp = rampAt(POSITIONS.running, { plan: office });
  expect(decide(ramp, HEALTHY, later(29))).toMatchObject({ kind: 'stay', waits: [{ for: 'hold', until: later(23.5 * HOURS) }] });
  expect(decide(ramp, HEALTHY, later(61))).toMatchObject({
    kind: 'stay',
    waits: [
      { for: 'window', until: later(23 * HOURS) },
      { for: 'hold', until: later(23.5 * HOURS) },
    ],
  });
  expect(decide(ramp, HEALTHY, later(23.49 * HOURS)).kind).toBe('stay');
  expect(decide(ramp, HEALTHY, later(23.5 * HOURS))).toMatchObject({ kind: 'transition', ramp: { position: { run: { index: 1 } } } });
});

it('hold time stands still in a pause', () => {
  const paused: Position = { state: 'paused', run: { ...RUN, heldSeconds: 600, holdSince: null }, since: later(10), cause: { by: 'kill' } };
  expect(decide(rampAt(paused), HEALTHY, later(600)).kind).toBe('stay');
  const resumed: Position = { state: 'running', run: { ...RUN, heldSeconds: 600, holdSince: later(600) } };
  expect(decide(rampAt(resumed), HEALTHY, later(649)).kind).toBe('stay');
  expect(decide(rampAt(resumed), HEALTHY, later(650)).kind).toBe('transition');
});

it('a stage that waited does not go on while its windows are closed, and harm goes back at any hour', () => {
  const waiting = rampAt(POSITIONS.waiting, { plan: office });
  expect(decide(waiting, HEALTHY, later(120))).toMatchObject({ kind: 'stay', waits: [{ for: 'window', until: later(23 * HOURS) }] });
  expect(decide(waiting, HEALTHY, later(23 * HOURS)).kind).toBe('transition');
  expect(decide(waiting, { ...HEALTHY, ...HARM }, later(120))).toMatchObject({ ramp: { position: { state: 'rolling_back' } } });
});

it('starts at its instant, in its first window from then on', () => {
  const ramp = rampAt({ state: 'scheduled', startAt: later(45), flagVersion: 7 }, { plan: office });
  expect(decide(ramp, HEALTHY, later(50))).toMatchObject({ kind: 'stay', waits: [{ for: 'start', until: later(23 * HOURS) }] });
  expect(decide(ramp, HEALTHY, later(23 * HOURS))).toMatchObject({
    says: 'started as scheduled',
    ramp: { position: { state: 'running', run: { index: 0 } } },
  });
});

it('holds, and says so, when the flag has changed since it was scheduled', () => {
  const decision = decide(rampAt(POSITIONS.scheduled), { ...HEALTHY, flag: { version: 8, killed: false } }, later(20));
  expect(decision).toMatchObject({ kind: 'stay', waits: [{ for: 'review' }] });
});

it('opens starting points of its tests as the hold runs, and spares while it waits', () => {
  const ramp = rampAt(POSITIONS.running, { points: rampAt(POSITIONS.running).points.slice(0, 1) });
  expect(decide(ramp, HEALTHY, later(2)).ramp.points).toHaveLength(1);
  const opened = decide(ramp, HEALTHY, later(31)).ramp;
  expect(opened.points.at(-1)).toEqual({ stage: 0, slot: 10, share: 0.1, openedAt: later(31) });
  expect(opened.step).toBe(ramp.step);
  const waiting = rampAt(POSITIONS.waiting);
  expect(decide(waiting, { ...HEALTHY, sample: { candidate: 0, control: 0, rate: 1 } }, later(118)).ramp.points.at(-1)).toMatchObject({
    slot: 20,
  });
});
