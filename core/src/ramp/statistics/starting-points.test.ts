import { expect, it } from 'vitest';
import { dueSlot, type StartingPoint } from './starting-points.ts';

const MINUTE = 60_000;

/** Slots that open when asked every 10 seconds, with how much of an hour's hold has run at each minute. */
function openedOver(minutes: number, heldMinutes: (minute: number) => number, hold = 3600): { minute: number; slot: number }[] {
  const points: StartingPoint[] = [];
  for (let now = 0; now <= minutes * MINUTE; now += 10_000) {
    const heldShare = hold === 0 ? 1 : Math.min(1, (heldMinutes(now / MINUTE) * 60) / hold);
    const slot = dueSlot(points, heldShare, hold, now);
    if (slot !== null) points.push({ stage: 0, slot, share: 0.1, openedAt: now });
  }
  return points.map(({ openedAt, slot }) => ({ minute: openedAt / MINUTE, slot }));
}

it('opens a point at every twentieth of the hold', () => {
  expect(openedOver(59, (minute) => minute)).toEqual(Array.from({ length: 20 }, (_, slot) => ({ minute: slot * 3, slot })));
});

it('opens spares, ever more apart, while a stage waits for people after its hold', () => {
  expect(openedOver(60 * 24, (minute) => minute).slice(20)).toEqual([
    { minute: 57 + 60, slot: 20 },
    { minute: 57 + 180, slot: 21 },
    { minute: 57 + 420, slot: 22 },
    { minute: 57 + 900, slot: 23 },
  ]);
});

it('opens a spare while a pause keeps the hold from running, and goes on with the twentieths after it', () => {
  const paused = openedOver(200, (minute) => (minute < 5 ? minute : Math.max(5, minute - 120)));
  expect(paused.slice(0, 4)).toEqual([
    { minute: 0, slot: 0 },
    { minute: 3, slot: 1 },
    { minute: 63, slot: 20 },
    { minute: 126, slot: 2 },
  ]);
});

it('leaves out twentieths that passed unseen', () => {
  const opened: StartingPoint[] = [{ stage: 0, slot: 0, share: 0.1, openedAt: 0 }];
  expect(dueSlot(opened, 0.52, 3600, 31 * MINUTE)).toBe(10);
});

it('a stage without a hold has its beginning and four spares', () => {
  expect(openedOver(60 * 24, () => 0, 0).map(({ slot }) => slot)).toEqual([0, 19, 20, 21, 22, 23]);
});
