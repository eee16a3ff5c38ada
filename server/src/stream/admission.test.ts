import { expect, test } from 'vitest';
import { ManualTimers } from '../../test/stream/manual-timers.ts';
import { createAdmission } from './admission.ts';

test('so many a second are let in, and after a quiet time a burst, but never more than that', () => {
  const timers = new ManualTimers();
  const admit = createAdmission({ perSecond: 10, burst: 3 }, timers);
  const admitted = (tries: number) => Array.from({ length: tries }, admit).filter(Boolean).length;
  expect(admitted(5)).toBe(3);
  timers.advance(100);
  expect(admitted(5)).toBe(1);
  timers.advance(60_000);
  expect(admitted(10)).toBe(3);
});
