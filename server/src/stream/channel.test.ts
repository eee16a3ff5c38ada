import { expect, test } from 'vitest';
import { Folder } from '../../test/stream/fold.ts';
import { ManualTimers } from '../../test/stream/manual-timers.ts';
import { MemoryLog, storedFlag } from '../../test/stream/memory-log.ts';
import type { Reader } from './channel.ts';
import { EnvironmentFeed, type Outflow } from './environment-feed.ts';
import type { Frame } from './frame.ts';
import type { Held } from './view.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const shown = (version: number) => ({ flags: [storedFlag('page', version, { clientSide: true })] });
const internal = (version: number) => ({ flags: [storedFlag('internal', version)] });

async function open(outflow: Outflow) {
  const log = new MemoryLog();
  const timers = new ManualTimers();
  log.commit(shown(1));
  const feed = new EnvironmentFeed(log.environmentId, log, timers, { info: () => {}, warn: () => {} });
  await feed.opened();
  const commit = async (what: Parameters<MemoryLog['commit']>[0]) => {
    const position = log.commit(what);
    feed.look();
    await settle();
    return position;
  };
  return { log, feed, channel: feed.channel(outflow), commit };
}

function reader() {
  const frames: Frame[] = [];
  const state = { slow: false };
  const outlet = {
    get ready() {
      return !state.slow;
    },
    write: (frame: Frame) => void frames.push(frame),
  };
  const as: Reader = { outlet, held: null, asked: false, contextHash: undefined };
  const said = () => frames.map(({ content }) => JSON.parse(content.toString()));
  return { as, frames, said, state };
}

test('a change is written once, and the same bytes go to everybody', async () => {
  const { channel, commit } = await open('server');
  const readers = [reader(), reader(), reader()];
  for (const { as } of readers) channel.join(as, null);
  await commit(shown(2));
  const [first, ...others] = readers.map(({ frames }) => frames.at(-1)?.bytes);
  expect(readers[0]?.said().map(({ type }) => type)).toEqual(['ruleset', 'delta']);
  for (const bytes of others) expect(bytes).toBe(first);
});

test('who asks again is answered again, though nothing is missing', async () => {
  const { channel, log } = await open('server');
  const { as, said } = reader();
  channel.join(as, null);
  channel.join(as, { epoch: log.epoch, position: log.position });
  expect(said().map(({ type }) => type)).toEqual(['ruleset', 'current']);
});

test('a change that shows the audience nothing is not sent; the heartbeat after it moves the position', async () => {
  const { channel, commit } = await open('client');
  const { as, said } = reader();
  const sdk = new Folder();
  channel.join(as, null);
  const position = await commit(internal(1));
  expect(said()).toHaveLength(1);
  channel.beat(as);
  channel.beat(as);
  expect(said().slice(1)).toMatchObject([
    { type: 'delta', position, flags: [], removed: { flags: [] } },
    { type: 'heartbeat', position },
  ]);
  for (const message of said()) sdk.hear(JSON.stringify(message));
  expect(sdk.store?.position).toEqual(position);
});

test('one who is behind gets all that was missed as one delta', async () => {
  const { channel, commit } = await open('server');
  const { as, said, state } = reader();
  channel.join(as, null);
  state.slow = true;
  await commit(shown(2));
  await commit(internal(1));
  const last = await commit(shown(3));
  channel.beat(as);
  state.slow = false;
  channel.bringUp(as);
  expect(said().map(({ type }) => type)).toEqual(['ruleset', 'delta']);
  expect(said()[1]).toMatchObject({
    from: { revision: 1 },
    position: last,
    flags: [{ key: 'internal' }, { key: 'page', version: 3 }].toReversed(),
  });
});

test('a ruleset for an announced context names it, and is otherwise the same', async () => {
  const { channel } = await open('client');
  const [plain, announced] = [reader(), reader()];
  announced.as.contextHash = 'h"1';
  channel.join(plain.as, null);
  channel.join(announced.as, null);
  expect(announced.said()[0]).toEqual({ ...plain.said()[0], contextHash: 'h"1' });
});

test('the dashboard gets the messages of a server key, in an envelope that names the environment', async () => {
  const { channel, feed, commit } = await open('dashboard');
  const [wrapped, plain] = [reader(), reader()];
  channel.join(wrapped.as, null);
  feed.channel('server').join(plain.as, null);
  await commit(internal(1));
  expect(wrapped.said()).toEqual(plain.said().map((message) => ({ type: 'flags', project: 'shop', environment: 'production', message })));
});

test('when the log was read anew, everybody is compared with it again', async () => {
  const { channel, feed, log } = await open('server');
  const { as, said } = reader();
  channel.join(as, null);
  log.epoch = 'epoch-2';
  feed.compare({ environmentId: log.environmentId, epoch: log.epoch, position: log.position }, 1);
  await settle();
  expect(said().map(({ type, epoch }) => [type, epoch])).toEqual([
    ['ruleset', 'epoch-1'],
    ['ruleset', 'epoch-2'],
  ]);
});

test('what other people are named in never shows: rulesets that differ in them alone are the same bytes', async () => {
  const rulesetWith = async (email: string): Promise<string | undefined> => {
    const { channel, commit, log } = await open('client');
    log.rows = [];
    await commit({
      flags: [
        storedFlag('page', 1, { clientSide: true }),
        storedFlag('beta', 1, { clientSide: true, when: { attribute: 'email', operator: 'in', values: [email] } }),
        storedFlag('needs-beta', 1, { clientSide: true, prerequisites: ['beta'] }),
      ],
    });
    const { as, frames } = reader();
    channel.join(as, null);
    return frames[0]?.content.toString().replace(/"head":"\w+"/, '');
  };
  expect(await rulesetWith('ann@example.com')).toBe(await rulesetWith('bob@example.com'));
  expect(await rulesetWith('ann@example.com')).not.toContain('beta');
});

test('a reader may leave, and hears nothing more', async () => {
  const { channel, commit } = await open('server');
  const { as, said } = reader();
  channel.join(as, null satisfies Held | null);
  channel.leave(as);
  await commit(shown(2));
  expect(said()).toHaveLength(1);
});

test('nothing is made for one who is behind', async () => {
  const { channel, commit } = await open('server');
  const { as, state } = reader();
  channel.join(as, null);
  const writes: Frame[] = [];
  const outlet = { ready: false, write: (frame: Frame) => void writes.push(frame) };
  const slow: Reader = { outlet, held: as.held, asked: true, contextHash: undefined };
  state.slow = true;
  channel.join(slow, as.held);
  await commit(shown(2));
  channel.beat(slow);
  expect(writes).toEqual([]);
});
