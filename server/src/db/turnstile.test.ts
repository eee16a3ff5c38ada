import { expect, test } from 'vitest';
import { createTurnstile } from './turnstile.ts';

const PATIENT = { deadlineMs: 10_000, urgent: false };

function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('one passes at a time, in turn, and what is urgent goes ahead of what waits', async () => {
  const turnstile = createTurnstile();
  const order: string[] = [];
  const busy = gate();
  const pass = (name: string, urgent = false) => turnstile.pass(async () => order.push(name), { ...PATIENT, urgent });
  const all = [turnstile.pass(() => busy.opened, PATIENT), pass('a'), pass('b'), pass('kill', true), pass('c'), pass('second kill', true)];
  busy.open();
  await Promise.all(all);
  expect(order).toEqual(['kill', 'second kill', 'a', 'b', 'c']);
});

test('whoever waits past the deadline is refused, does nothing, and holds nobody up', async () => {
  const turnstile = createTurnstile();
  const order: string[] = [];
  const busy = gate();
  const first = turnstile.pass(() => busy.opened, PATIENT);
  const late = turnstile.pass(async () => order.push('late'), { deadlineMs: 5, urgent: false });
  const last = turnstile.pass(async () => order.push('last'), PATIENT);
  await expect(late).rejects.toMatchObject({ code: 'unavailable', extra: { retryAfterSeconds: 1 } });
  busy.open();
  await Promise.all([first, last]);
  expect(order).toEqual(['last']);
});

test('work that fails lets the next one through', async () => {
  const turnstile = createTurnstile();
  const failing = turnstile.pass(async () => Promise.reject(new Error('broken')), PATIENT);
  const next = turnstile.pass(async () => 'through', PATIENT);
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('through');
});
