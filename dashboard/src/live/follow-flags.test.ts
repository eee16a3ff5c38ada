import type { Flag, FlagStore } from '@sluice/core';
import { expect, test } from 'vitest';
import { followFlags, type LiveState } from './follow-flags.ts';
import { freshness, STALE_AFTER_MS } from './freshness.ts';
import type { LiveSocketEvents } from './ports.ts';

const PLACE = { project: 'shop', environment: 'production' };
const HEADS = ['a', 'b', 'c', 'd', 'e'];
const at = (revision: number) => ({ revision, head: HEADS[revision] ?? '?' });

const flag = (key: string, version: number, enabled = true): Flag => ({
  key,
  version,
  type: 'boolean',
  variants: { on: true, off: false },
  enabled,
  offVariant: 'off',
  fallthrough: { variant: 'on' },
});
const ruleset = (revision: number, flags: readonly Flag[]) => ({
  type: 'ruleset',
  epoch: 'e1',
  position: at(revision),
  environment: { project: 'shop', key: 'production' },
  flags,
  segments: [],
});
const delta = (from: number, to: number, flags: readonly Flag[]) => ({
  type: 'delta',
  epoch: 'e1',
  from: at(from),
  position: at(to),
  cause: 'edit',
  flags,
  segments: [],
  removed: { flags: [], segments: [] },
});

/** A page with a clock, timers and sockets that a test moves by hand. */
function page() {
  let now = 1_000_000;
  let timer: { at: number; run: () => void } | null = null;
  const sockets: { events: LiveSocketEvents; sent: unknown[]; closed: boolean }[] = [];
  const states: LiveState[] = [];
  const changes: { store: FlagStore; keys: readonly string[] }[] = [];
  const following = followFlags(
    PLACE,
    {
      connect(events) {
        const socket = { events, sent: [] as unknown[], closed: false };
        sockets.push(socket);
        return { send: (text) => socket.sent.push(JSON.parse(text)), close: () => (socket.closed = true) };
      },
      now: () => now,
      after(milliseconds, run) {
        const mine = { at: now + milliseconds, run };
        timer = mine;
        return () => {
          if (timer === mine) timer = null;
        };
      },
      random: () => 0.5,
    },
    { state: (state) => states.push(state), changed: (store, keys) => changes.push({ store, keys }) },
  );
  return {
    following,
    sockets,
    changes,
    now: () => now,
    state: () => states.at(-1),
    socket: () => sockets.at(-1)!,
    say: (message: unknown) => sockets.at(-1)!.events.said(JSON.stringify({ type: 'flags', ...PLACE, message })),
    sayFrame: (frame: unknown) => sockets.at(-1)!.events.said(JSON.stringify(frame)),
    pass(milliseconds: number) {
      now += milliseconds;
      while (timer !== null && timer.at <= now) {
        const { run } = timer;
        timer = null;
        run();
      }
    },
  };
}

test('subscribes when the socket opens, is live with the ruleset, and folds deltas into it', () => {
  const it = page();
  it.socket().events.opened();
  expect(it.socket().sent).toEqual([{ type: 'subscribe', ...PLACE }]);
  it.say(ruleset(1, [flag('a', 1), flag('b', 1)]));
  expect(it.state()?.phase).toBe('live');
  it.say(delta(1, 2, [flag('b', 2, false)]));
  expect(it.changes.map(({ keys }) => keys)).toEqual([['a', 'b'], ['b']]);
  expect(it.changes.at(-1)?.store.flags.get('b')?.source.enabled).toBe(false);
});

test('asks again by position when a delta does not fit what is held', () => {
  const it = page();
  it.socket().events.opened();
  it.say(ruleset(1, [flag('a', 1)]));
  it.say(delta(3, 4, [flag('a', 4)]));
  expect(it.socket().sent.at(-1)).toEqual({ type: 'subscribe', ...PLACE, epoch: 'e1', position: at(1) });
  expect(it.changes.at(-1)?.store.flags.get('a')?.source.version).toBe(1);
});

test('comes back by itself after the socket closes, and resumes where it was', () => {
  const it = page();
  it.socket().events.opened();
  it.say(ruleset(1, [flag('a', 1)]));
  it.socket().events.closed();
  expect(it.state()?.phase).toBe('reconnecting');
  it.pass(500);
  expect(it.sockets).toHaveLength(2);
  it.socket().events.opened();
  expect(it.socket().sent).toEqual([{ type: 'subscribe', ...PLACE, epoch: 'e1', position: at(1) }]);
  it.say({ type: 'current', epoch: 'e1', position: at(1) });
  expect(it.state()?.phase).toBe('live');
});

test('waits longer after each failure, up to ten seconds', () => {
  const it = page();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const before = it.now();
    const known = it.sockets.length;
    it.socket().events.closed();
    while (it.sockets.length === known) it.pass(100);
    waits.push(it.now() - before);
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});

test('gives up a socket that has said nothing for longer than a heartbeat', () => {
  const it = page();
  it.socket().events.opened();
  it.say(ruleset(1, [flag('a', 1)]));
  it.pass(12_000);
  expect(it.sockets[0]?.closed).toBe(true);
  expect(it.state()?.phase).toBe('reconnecting');
});

test('stays live while heartbeats come, and asks again when one is ahead', () => {
  const it = page();
  it.socket().events.opened();
  it.say(ruleset(1, [flag('a', 1)]));
  for (let beat = 0; beat < 5; beat += 1) {
    it.pass(10_000);
    it.say({ type: 'heartbeat', epoch: 'e1', position: at(1) });
  }
  expect([it.state()?.phase, it.sockets.length, it.socket().sent.length]).toEqual(['live', 1, 1]);
  it.say({ type: 'heartbeat', epoch: 'e1', position: at(2) });
  expect(it.socket().sent).toHaveLength(2);
});

test('asks again on the same socket when the node does not know the environment yet', () => {
  const it = page();
  it.socket().events.opened();
  it.sayFrame({ type: 'problem', ...PLACE, code: 'not-found', detail: 'There is no environment.' });
  it.pass(1_000);
  expect([it.sockets.length, it.socket().sent.length, it.socket().closed]).toEqual([1, 2, false]);
});

test('drops a frame that is no JSON together with its socket, and keeps what it held', () => {
  const it = page();
  it.socket().events.opened();
  it.say(ruleset(1, [flag('a', 1)]));
  it.socket().events.said('{"type":');
  expect(it.sockets[0]?.closed).toBe(true);
  it.pass(500);
  it.socket().events.opened();
  expect(it.socket().sent.at(-1)).toMatchObject({ position: at(1) });
});

test('ends for good when it is stopped', () => {
  const it = page();
  it.socket().events.opened();
  it.following.stop();
  it.pass(60_000);
  expect([it.sockets.length, it.sockets[0]?.closed]).toEqual([1, true]);
});

test('data is stale ten seconds after the last answer of any kind, and never while live', () => {
  const heardAt = 50_000;
  expect(freshness({ phase: 'live', heardAt }, heardAt + 60_000)).toEqual({ kind: 'live' });
  expect(freshness({ phase: 'reconnecting', heardAt }, heardAt + STALE_AFTER_MS - 1)).toEqual({ kind: 'reconnecting' });
  expect(freshness({ phase: 'reconnecting', heardAt }, heardAt + 47_000)).toEqual({ kind: 'stale', seconds: 47 });
  expect(freshness({ phase: 'connecting', heardAt: null }, heardAt)).toEqual({ kind: 'connecting' });
});
