import { expect, test } from 'vitest';
import {
  type ConnectionEvent,
  type ConnectionState,
  HEALTHY_MS,
  IDLE,
  OPEN_MS,
  PROBE_MS,
  SILENCE_MS,
  type Step,
  step,
} from './connection.ts';
import { CLOSE, HEARTBEAT_MS } from './messages.ts';

type Name = ConnectionState['name'];
type Kind = ConnectionEvent['type'];

const trouble = { since: 0, failures: 0, refetch: false };
const NOW = 100_000;
const states: { readonly [N in Name]: ConnectionState } = {
  idle: IDLE,
  connecting: { name: 'connecting', until: NOW, trouble },
  joining: { name: 'joining', until: NOW, trouble },
  live: { name: 'live', until: NOW, trouble },
  waiting: { name: 'waiting', until: NOW, patient: false, trouble },
  closed: { name: 'closed' },
};
const events: { readonly [K in Kind]: ConnectionEvent } = {
  start: { type: 'start' },
  opened: { type: 'opened' },
  frame: { type: 'frame' },
  synced: { type: 'synced' },
  behind: { type: 'behind' },
  announce: { type: 'announce' },
  probe: { type: 'probe' },
  goodbye: { type: 'goodbye', code: CLOSE.restart, retryAfterMs: 2_000, spreadMs: 1_000 },
  lost: { type: 'lost', code: 1006 },
  tick: { type: 'tick' },
  pause: { type: 'pause' },
  close: { type: 'close' },
};

// Every state times every event, as "next state [actions]": a missing cell does not compile.
// At NOW each deadline has just been reached, and a live connection was last heard of 25 s ago.
const table: { readonly [N in Name]: { readonly [K in Kind]: string } } = {
  idle: {
    start: 'connecting [open]',
    opened: 'idle []',
    frame: 'idle []',
    synced: 'idle []',
    behind: 'idle []',
    announce: 'idle []',
    probe: 'idle []',
    goodbye: 'idle []',
    lost: 'idle []',
    tick: 'idle []',
    pause: 'idle []',
    close: 'closed []',
  },
  connecting: {
    start: 'connecting []',
    opened: 'joining [hello]',
    frame: 'connecting []',
    synced: 'connecting []',
    behind: 'connecting []',
    announce: 'connecting []',
    probe: 'connecting []',
    goodbye: 'connecting []',
    lost: 'waiting []',
    tick: 'waiting [drop]',
    pause: 'idle [drop]',
    close: 'closed [drop]',
  },
  joining: {
    start: 'joining []',
    opened: 'joining []',
    frame: 'joining []',
    synced: 'live []',
    behind: 'joining []',
    announce: 'joining [context]',
    probe: 'joining []',
    goodbye: 'waiting [drop]',
    lost: 'waiting []',
    tick: 'waiting [drop]',
    pause: 'idle [drop]',
    close: 'closed [drop]',
  },
  live: {
    start: 'live []',
    opened: 'live []',
    frame: 'live []',
    synced: 'live []',
    behind: 'joining [hello]',
    announce: 'joining [context]',
    probe: 'joining [hello]',
    goodbye: 'waiting [drop]',
    lost: 'waiting []',
    tick: 'waiting [drop]',
    pause: 'idle [drop]',
    close: 'closed [drop]',
  },
  waiting: {
    start: 'waiting []',
    opened: 'waiting []',
    frame: 'waiting []',
    synced: 'waiting []',
    behind: 'waiting []',
    announce: 'waiting []',
    probe: 'connecting [open]',
    goodbye: 'waiting []',
    lost: 'waiting []',
    tick: 'connecting [open]',
    pause: 'idle []',
    close: 'closed []',
  },
  closed: {
    start: 'closed []',
    opened: 'closed []',
    frame: 'closed []',
    synced: 'closed []',
    behind: 'closed []',
    announce: 'closed []',
    probe: 'closed []',
    goodbye: 'closed []',
    lost: 'closed []',
    tick: 'closed []',
    pause: 'closed []',
    close: 'closed []',
  },
};

const shown = ({ state, actions }: Step) => `${state.name} [${actions.join(', ')}]`;
const cells = Object.entries(table).flatMap(([name, row]) =>
  Object.entries(row).map(([kind, expected]) => [name, kind, expected] as const),
);

test.each(cells)('%s meets %s: %s', (name, kind, expected) => {
  expect(shown(step(states[name as Name], events[kind as Kind], NOW, 0.5))).toBe(expected);
});

test('C1: a socket is opened only where none can be, and leaving a socket behind drops it', () => {
  const holding = ['connecting', 'joining', 'live'];
  for (const state of Object.values(states))
    for (const event of Object.values(events)) {
      const { state: next, actions } = step(state, event, NOW, 0.5);
      if (actions.includes('open')) expect(holding).not.toContain(state.name);
      const left = holding.includes(state.name) && !holding.includes(next.name);
      expect(actions.includes('drop'), `${state.name} meets ${event.type}`).toBe(left && event.type !== 'lost');
    }
});

test('C2: every state but idle and closed says until when it lasts, and ends then', () => {
  for (const state of Object.values(states)) {
    if (state.name === 'idle' || state.name === 'closed') continue;
    expect('until' in state).toBe(true);
    expect(step(state, events.tick, NOW, 0.5).state.name).not.toBe(state.name);
    expect(step(state, events.tick, NOW - 1, 0.5)).toEqual({ state, actions: [] });
  }
});

const fail = (failures: number, since: number, now: number, random: number, event: ConnectionEvent = events.lost) => {
  const { state } = step({ name: 'joining', until: now + 1, trouble: { since, failures, refetch: false } }, event, now, random);
  if (state.name !== 'waiting') throw new Error(`expected to wait, not to be ${state.name}`);
  return state;
};
const waitOf = (...input: Parameters<typeof fail>) => fail(...input).until - input[2];

test('C3: waits have full jitter under 1 s doubled by each failure, to 10 s in the first minute and 30 s later', () => {
  const almost = 1 - 1e-9;
  expect([0, 1, 2, 3, 4, 50].map((failures) => Math.round(waitOf(failures, 0, 59_999, almost)))).toEqual([1e3, 2e3, 4e3, 8e3, 1e4, 1e4]);
  expect([3, 4, 5, 2_000].map((failures) => Math.round(waitOf(failures, 0, 60_000, almost)))).toEqual([8e3, 16e3, 3e4, 3e4]);
  expect(waitOf(9, 0, NOW, 0)).toBe(0);
});

test.each([CLOSE.unknownKey, CLOSE.wrongKey])('C3: a key refused with %i is tried again after 2.5 to 5 minutes, for ever', (code) => {
  for (const failures of [0, 1, 1_000]) {
    expect(waitOf(failures, 0, NOW, 0, { type: 'lost', code })).toBe(150_000);
    expect(waitOf(failures, 0, NOW, 0.999, { type: 'lost', code })).toBeLessThan(300_000);
  }
  expect(step(fail(0, 0, NOW, 0, { type: 'lost', code }), events.probe, NOW, 0).state.name).toBe('waiting');
});

test('C3: a goodbye sets the wait and its spread, within bounds, and cannot keep an SDK away', () => {
  const goodbye = (retryAfterMs: number, spreadMs: number) => ({ type: 'goodbye', code: 1012, retryAfterMs, spreadMs }) as const;
  expect(waitOf(0, 0, NOW, 0.5, goodbye(2_000, 20_000))).toBe(12_000);
  expect(waitOf(0, 0, NOW, 0.5, goodbye(1e12, 1e12))).toBe(450_000);
  expect(waitOf(3, 0, NOW, 0.5, goodbye(0, 0))).toBe(4_000);
  expect(waitOf(0, 0, NOW, 0.5, goodbye(Number.NaN, -5))).toBe(500);
});

test('C4: a live connection ends 2.5 heartbeats after its last frame, and every frame puts that off', () => {
  const live = step(states.joining, events.synced, NOW, 0).state;
  const later = step(live, events.frame, NOW + 20_000, 0).state;
  expect(step(live, events.tick, NOW + SILENCE_MS, 0).actions).toEqual(['drop']);
  expect(step(later, events.tick, NOW + SILENCE_MS, 0).actions).toEqual([]);
  expect(step(later, events.tick, NOW + 20_000 + SILENCE_MS, 0).actions).toEqual(['drop']);
});

test('C4: the answer to a hello may take longer after each failure, up to eight times', () => {
  const joinFor = (failures: number) => {
    const { state } = step({ name: 'connecting', until: NOW + OPEN_MS, trouble: { ...trouble, failures } }, events.opened, NOW, 0);
    return 'until' in state ? (state.until - NOW) / SILENCE_MS : 0;
  };
  expect([0, 1, 2, 3, 40].map(joinFor)).toEqual([1, 2, 4, 8, 8]);
});

test('C5: failures are forgotten only after 60 s of health', () => {
  const after = (healthMs: number) => {
    const live = step({ name: 'joining', until: NOW, trouble: { since: 0, failures: 6, refetch: false } }, events.synced, NOW, 0).state;
    const lost = step(live, events.lost, NOW + healthMs, 0).state;
    return lost.name === 'waiting' ? lost.trouble : undefined;
  };
  expect(after(HEALTHY_MS - 1)).toMatchObject({ failures: 7, since: 0 });
  expect(after(HEALTHY_MS)).toMatchObject({ failures: 1, since: NOW + HEALTHY_MS });
});

test('what does not fit is asked for by position first; whole only when the server says so, or no answer fitted', () => {
  const resumed = step(states.live, events.behind, NOW, 0);
  expect(resumed.actions).toEqual(['hello']);
  const unanswered = step(step(resumed.state, events.behind, NOW, 0).state, events.tick, NOW + SILENCE_MS, 0).state;
  const again = step(step(unanswered, events.tick, NOW * 9, 0).state, events.opened, NOW * 9, 0);
  expect(again.actions).toEqual(['refetch']);
  const told = step(states.live, { type: 'lost', code: CLOSE.refetch }, NOW, 0).state;
  expect(step(step(told, events.tick, NOW * 9, 0).state, events.opened, NOW * 9, 0).actions).toEqual(['refetch']);
  const fitted = step(again.state, events.synced, NOW * 9, 0).state;
  expect(step(fitted, events.behind, NOW * 9, 0).actions).toEqual(['hello']);
});

test('a probe asks only when a heartbeat is overdue, and then waits 5 s for the answer', () => {
  const live = step(states.joining, events.synced, NOW, 0).state;
  expect(step(live, events.probe, NOW + HEARTBEAT_MS, 0)).toEqual({ state: live, actions: [] });
  const doubted = step(live, events.probe, NOW + HEARTBEAT_MS + 1, 0);
  expect(doubted.state).toMatchObject({ name: 'joining', until: NOW + HEARTBEAT_MS + 1 + PROBE_MS });
});
