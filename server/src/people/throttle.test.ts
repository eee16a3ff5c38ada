import { expect, test } from 'vitest';
import { createThrottle } from './throttle.ts';

function throttleAt(limit: number) {
  let seconds = 1_000_000;
  const throttle = createThrottle({ limit, windowSeconds: 60, clock: () => new Date(seconds * 1000) });
  return { throttle, move: (by: number) => (seconds += by) };
}

test('attempts wait once there were as many failures as allowed, until the oldest is forgotten', () => {
  const { throttle, move } = throttleAt(2);
  throttle.failed('ada');
  expect(throttle.wait('ada')).toBe(0);
  move(10);
  throttle.failed('ada');
  expect(throttle.wait('ada')).toBe(50);
  move(50);
  expect(throttle.wait('ada')).toBe(0);
});

test('one account does not make another wait, and success forgets', () => {
  const { throttle } = throttleAt(1);
  throttle.failed('ada');
  expect(throttle.wait('bob')).toBe(0);
  throttle.forget('ada');
  expect(throttle.wait('ada')).toBe(0);
});

test('a flood of names does not grow the memory without end', () => {
  const { throttle } = throttleAt(1);
  throttle.failed('first');
  for (let index = 0; index < 10_000; index++) throttle.failed(`name-${index}`);
  expect(throttle.wait('first')).toBe(0);
  expect(throttle.wait('name-9999')).toBeGreaterThan(0);
});
