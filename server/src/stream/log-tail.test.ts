import { expect, test } from 'vitest';
import { ManualTimers } from '../../test/stream/manual-timers.ts';
import { MemoryLog, storedFlag } from '../../test/stream/memory-log.ts';
import type { EnvironmentState, LoggedChange } from './change-source.ts';
import { LogTail } from './log-tail.ts';
import type { PositionRing } from './position-ring.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const flag = (version: number) => ({ flags: [storedFlag('a', version)] });

function follow(log = new MemoryLog()) {
  const timers = new ManualTimers();
  const loaded: EnvironmentState[] = [];
  const grew: LoggedChange[] = [];
  const failing: number[] = [];
  const tail = new LogTail(log.environmentId, log, timers, {
    loaded: (state) => loaded.push(state),
    grew: (rows) => grew.push(...rows),
    failing: (failures) => failing.push(failures),
  });
  return { log, timers, tail, loaded, grew, failing };
}

test('what is committed while the state is loaded is read after it, once', async () => {
  const { log, tail, loaded, grew } = follow();
  log.commit(flag(1));
  log.hold();
  tail.look();
  log.commit(flag(2));
  tail.look();
  log.release(true);
  await settle();
  expect(loaded.map(({ position }) => position.revision)).toEqual([1]);
  expect(grew.map(({ position }) => position.revision)).toEqual([2]);
});

test('one read is in flight at a time, however often it rings', async () => {
  const { log, tail } = follow();
  await tail.caughtUp();
  log.hold();
  for (let rings = 0; rings < 100; rings++) tail.look();
  expect(log.reads).toBe(1);
  log.release(true);
  await settle();
  expect(log.reads).toBe(2);
});

test('rows that do not continue what is held make it load everything', async () => {
  const { log, tail, loaded, grew } = follow();
  log.commit(flag(1));
  await tail.caughtUp();
  log.commit(flag(2));
  const last = log.commit(flag(3));
  log.after = async () => log.rows.filter(({ position }) => position.revision > 2);
  await tail.caughtUp();
  expect(grew).toEqual([]);
  expect(loaded.at(-1)?.position).toEqual(last);
});

test('rows that are already held are dropped', async () => {
  const { log, tail, grew } = follow();
  log.commit(flag(1));
  await tail.caughtUp();
  log.commit(flag(2));
  log.after = async () => log.rows;
  await tail.caughtUp();
  await tail.caughtUp();
  expect(grew.map(({ position }) => position.revision)).toEqual([2]);
});

test('a log whose end is elsewhere than remembered is loaded again: another epoch, gone back, another head', async () => {
  const { log, tail, loaded } = follow();
  log.commit(flag(1));
  const two = log.commit(flag(2));
  await tail.caughtUp();
  const end = { environmentId: log.environmentId, epoch: log.epoch, position: two };
  tail.compare(end, 2);
  await settle();
  expect([log.loads, log.reads]).toEqual([1, 0]);
  for (const elsewhere of [
    { ...end, epoch: 'another' },
    { ...end, position: { ...two, head: 'another' } },
    { ...end, position: log.rows[0]!.position },
  ]) {
    tail.compare(elsewhere, 2);
    await settle();
  }
  expect(loaded).toHaveLength(4);
});

test('an end that was read before the last row came is no reason to load', async () => {
  const { log, tail } = follow();
  const one = log.commit(flag(1));
  await tail.caughtUp();
  log.commit(flag(2));
  await tail.caughtUp();
  tail.compare({ environmentId: log.environmentId, epoch: log.epoch, position: one }, 1);
  await settle();
  expect(log.loads).toBe(1);
});

test('a log that went on from another head than the one held is loaded again', async () => {
  const { log, tail, loaded } = follow();
  log.commit(flag(1));
  await tail.caughtUp();
  log.rows = [];
  log.commit(flag(7));
  log.commit(flag(8));
  tail.compare({ environmentId: log.environmentId, epoch: log.epoch, position: log.position }, 1);
  await settle();
  expect(loaded.at(-1)?.position).toEqual(log.position);
});

test('a read that fails is tried again by itself, ever more rarely, until it works', async () => {
  const { log, tail, timers, failing, grew } = follow();
  await tail.caughtUp();
  log.commit(flag(1));
  log.outage = new Error('away');
  await expect(tail.caughtUp()).rejects.toThrow('away');
  for (const wait of [250, 500, 1_000]) {
    timers.advance(wait);
    await settle();
  }
  expect(failing).toEqual([1, 2, 3, 4]);
  log.outage = null;
  timers.advance(2_000);
  await settle();
  expect(failing.at(-1)).toBe(0);
  expect(grew).toHaveLength(1);
});

test('a doubt outlives a failed read', async () => {
  const { log, tail, timers } = follow();
  log.commit(flag(1));
  await tail.caughtUp();
  log.outage = new Error('away');
  tail.compare({ environmentId: log.environmentId, epoch: 'another', position: log.position }, 1);
  await settle();
  log.outage = null;
  timers.advance(250);
  await settle();
  expect(log.loads).toBe(3);
});

test('after a hole in the last rows, only what follows it can be resumed from', async () => {
  const log = new MemoryLog();
  const positions = [1, 2, 3, 4].map((version) => log.commit(flag(version)));
  const rings: PositionRing[] = [];
  const whole = log.load.bind(log);
  log.load = async (id) => {
    const state = await whole(id);
    return { ...state, recent: state.recent.filter(({ position }) => position.revision !== 2) };
  };
  const tail = new LogTail(log.environmentId, log, new ManualTimers(), {
    loaded: (_state, ring) => rings.push(ring),
    grew: () => {},
    failing: () => {},
  });
  await tail.caughtUp();
  expect(positions.map((position) => rings[0]?.has(position))).toEqual([false, false, true, true]);
});
