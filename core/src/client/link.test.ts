import { expect, test } from 'vitest';
import { fakeClient, HandTimers, HeardLog } from '../../test/fakes.ts';
import { logOf, ruleset } from '../../test/miniature-log.ts';
import type { Timers } from './ports.ts';

/** Rings a millisecond before time, as platforms' timers sometimes do. */
function hasty(hand: HandTimers): Timers {
  return { now: () => hand.now(), after: (ms, run, hold) => hand.after(ms > 1 ? ms - 1 : ms, run, hold) };
}

test('a timer that rings early is set again: the next attempt still comes', () => {
  const hand = new HandTimers();
  const platform = { timers: hasty(hand), clock: () => 0, random: () => 0.5, log: new HeardLog() };
  const { client, transport } = fakeClient({ platform });
  client.start();
  transport.last.lose();
  hand.advance(1_000);
  expect(transport.sockets).toHaveLength(2);
});

test('a connection that does not open in 10 s is dropped, and another tried', () => {
  const { client, transport, timers } = fakeClient();
  client.start();
  timers.advance(10_000);
  expect(transport.last.isClosed).toBe(true);
  timers.advance(500);
  expect(transport.sockets).toHaveLength(2);
});

test('starting twice is starting once', () => {
  const { client, transport } = fakeClient();
  client.start();
  client.start();
  expect(transport.sockets).toHaveLength(1);
});

test('a goodbye is a pause of the length that the server asked for', () => {
  const { client, transport, timers } = fakeClient();
  client.start();
  transport.last.open().say(ruleset(logOf([]), 0));
  transport.last.say({ type: 'goodbye', code: 1012, retryAfterMs: 1_000, spreadMs: 4_000, reason: 'restart' });
  expect(transport.last.isClosed).toBe(true);
  timers.advance(2_999);
  expect(transport.sockets).toHaveLength(1);
  timers.advance(1);
  expect(transport.sockets).toHaveLength(2);
});
