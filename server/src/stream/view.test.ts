import { expect, test } from 'vitest';
import { MemoryLog, storedFlag } from '../../test/stream/memory-log.ts';
import type { Audience } from './audience.ts';
import { PositionRing } from './position-ring.ts';
import { advance, replicaOf } from './replica.ts';
import { advanceView, answerTo, contentsAfter, openView, startFor, type View } from './view.ts';

async function viewOf(log: MemoryLog, audience: Audience): Promise<View> {
  const state = await log.load(log.environmentId);
  const [first, ...rest] = state.recent.map(({ position }) => position);
  return openView(audience, replicaOf(state), new PositionRing([first ?? state.position, ...rest]), state.recent);
}

const SECRET = { attribute: 'email', operator: 'in', values: ['ann@example.com'] };
const keys = (view: View, revision: number) => contentsAfter(view, revision).flags.map(({ key }) => key);

test('after a start, a browser gets what a touched prerequisite brought into its sight', async () => {
  const log = new MemoryLog();
  log.commit({ flags: [storedFlag('base', 1, { clientSide: true, when: SECRET })] });
  log.commit({ flags: [storedFlag('page', 1, { clientSide: true, prerequisites: ['base'] })] });
  log.commit({ flags: [storedFlag('base', 2, { clientSide: true })] });
  expect(keys(await viewOf(log, 'client'), 2)).toEqual(['base', 'page']);
});

test('after a start, a delta never names a flag that the browser may not see: it gets the ruleset', async () => {
  const log = new MemoryLog();
  const epoch = log.epoch;
  const shown = log.commit({ flags: [storedFlag('page', 1, { clientSide: true })] });
  const hidden = log.commit({ flags: [storedFlag('internal', 1)] });
  log.commit({ flags: [storedFlag('page', 2, { clientSide: true })] });
  const view = await viewOf(log, 'client');
  expect(answerTo(view, { epoch, position: shown })).toBe('ruleset');
  expect(answerTo(view, { epoch, position: hidden })).toBe('delta');
  expect(contentsAfter(view, hidden.revision).removed.flags).toEqual([]);
  expect(answerTo(await viewOf(log, 'server'), { epoch, position: shown })).toBe('delta');
});

test('a server key is told after a start which flags are gone', async () => {
  const log = new MemoryLog();
  log.commit({ flags: [storedFlag('a', 1)] });
  log.commit({ removedFlags: ['a'] });
  expect(contentsAfter(await viewOf(log, 'server'), 1)).toMatchObject({ flags: [], removed: { flags: ['a'] } });
});

test('what is known is answered by position: nothing, what changed, or everything for another log', async () => {
  const log = new MemoryLog();
  const one = log.commit({ flags: [storedFlag('a', 1)] });
  const two = log.commit({ flags: [storedFlag('a', 2)] });
  const view = await viewOf(log, 'server');
  const { epoch } = log;
  expect(answerTo(view, { epoch, position: two })).toBe('current');
  expect(answerTo(view, { epoch, position: one })).toBe('delta');
  expect(answerTo(view, { epoch, position: { ...one, head: 'another' } })).toBe('ruleset');
  expect(answerTo(view, { epoch, position: { ...two, revision: 3 } })).toBe('ruleset');
  expect(answerTo(view, { epoch: 'another', position: two })).toBe('ruleset');
  expect(answerTo(view, null)).toBe('ruleset');
});

test('whoever has seen the last change that shows anything shares the start of the next delta', async () => {
  const log = new MemoryLog();
  const zero = log.commit({ flags: [storedFlag('page', 1, { clientSide: true })] });
  const state = await log.load(log.environmentId);
  const ring = new PositionRing([zero]);
  let replica = replicaOf(state);
  let view = openView('client', replica, ring, state.recent);
  const then = (flag: ReturnType<typeof storedFlag>) => {
    const position = log.commit({ flags: [flag] });
    ring.push(position);
    replica = advance(replica, log.rows.at(-1)!);
    view = advanceView(view, replica, 'edit');
    return position;
  };
  const unseen = then(storedFlag('internal', 1));
  expect(view.lastSeen).toEqual(zero);
  expect(view.position).toEqual(unseen);
  const seen = then(storedFlag('page', 2, { clientSide: true }));
  expect([zero, unseen].map((held) => startFor(view, held))).toEqual([zero, zero]);
  expect(startFor(view, seen)).toEqual(seen);
  expect(keys(view, zero.revision)).toEqual(['page']);
});
