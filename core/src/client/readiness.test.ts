import { expect, test } from 'vitest';
import { fakeClient, MemoryCache } from '../../test/fakes.ts';
import { logOf, ruleset } from '../../test/miniature-log.ts';
import { CLOSE } from '../sync/messages.ts';
import type { ReadyResult } from './events.ts';

const log = logOf([
  { flag: 'a', value: 1 },
  { flag: 'b', value: 1 },
]);

/** A cache that holds revision 2. */
function filled(): MemoryCache {
  const cache = new MemoryCache();
  const { client, transport } = fakeClient({ cache });
  client.start();
  transport.last.open().say(ruleset(log, 2));
  return cache;
}

/** Lets what was promised in this turn be heard. */
const settled = async (promise: Promise<ReadyResult>): Promise<ReadyResult | 'pending'> => {
  const turn = (async () => {
    for (let index = 0; index < 5; index++) await Promise.resolve();
    return 'pending' as const;
  })();
  return Promise.race([promise, turn]);
};

test('ready settles once the server has answered, and at once from then on', async () => {
  const { client, transport } = fakeClient();
  client.start();
  const both = [client.ready(), client.ready()];
  expect(await settled(both[0]!)).toBe('pending');
  transport.last.open().say(ruleset(log, 2));
  const expected = { status: 'ready', source: 'stream', revision: 2 };
  expect(await Promise.all([...both, client.ready()])).toEqual([expected, expected, expected]);
});

test('ready prefers the server to the cache until the first attempt has failed', async () => {
  const cache = filled();
  const { client, transport } = fakeClient({ cache });
  client.start();
  const waiting = client.ready();
  expect(await settled(waiting)).toBe('pending');
  transport.last.lose();
  expect(await waiting).toEqual({ status: 'ready', source: 'cache', revision: 2 });
});

test('ready gives up after its time, names what is served, and the client heals later', async () => {
  const { client, transport, timers } = fakeClient();
  client.start();
  const waiting = client.ready({ timeoutMs: 2_000 });
  timers.advance(2_000);
  expect(await waiting).toEqual({ status: 'timeout', serving: 'none' });
  transport.last.open().say(ruleset(log, 2));
  expect(await client.ready()).toMatchObject({ status: 'ready' });
});

test('ready ends early for a signal', async () => {
  const { client } = fakeClient();
  client.start();
  const controller = new AbortController();
  const waiting = client.ready({ signal: controller.signal });
  controller.abort();
  expect(await waiting).toEqual({ status: 'timeout', serving: 'none' });
  expect(await client.ready({ signal: AbortSignal.abort() })).toEqual({ status: 'timeout', serving: 'none' });
});

test.each([
  ['a refused key', (fakes: ReturnType<typeof fakeClient>) => fakes.transport.last.lose(CLOSE.unknownKey, 'unknown key'), 'failed'],
  ['a key of the wrong kind', (fakes: ReturnType<typeof fakeClient>) => fakes.transport.last.open().lose(CLOSE.wrongKey), 'failed'],
  ['a server that fails', (fakes: ReturnType<typeof fakeClient>) => fakes.transport.last.lose(1006, '503'), 'timeout'],
  ['a server that hangs', () => {}, 'timeout'],
  ['a name that does not resolve', (fakes: ReturnType<typeof fakeClient>) => fakes.transport.last.lose(1006, 'ENOTFOUND'), 'timeout'],
  ['closing meanwhile', (fakes: ReturnType<typeof fakeClient>) => fakes.client.close(), 'failed'],
])('ready settles on %s', async (_, happen, status) => {
  const fakes = fakeClient();
  fakes.client.start();
  const waiting = [fakes.client.ready(), fakes.client.ready()];
  expect(fakes.timers.held).toBe(2);
  happen(fakes);
  fakes.timers.advance(5_000);
  expect((await Promise.all([...waiting, fakes.client.close().then(() => fakes.client.ready())])).map((result) => result.status)).toEqual([
    status,
    status,
    'failed',
  ]);
  expect(fakes.timers.held).toBe(0);
});

test('without a transport the first word is the last: what is kept, else overrides, else nothing', async () => {
  const cache = filled();
  expect(await fakeClient({ transport: null, cache }).client.ready()).toMatchObject({ status: 'ready', source: 'cache' });
  const bare = fakeClient({ transport: null }).client;
  expect(await bare.ready()).toEqual({ status: 'timeout', serving: 'none' });
  bare.override('a', 9, 'env');
  expect(await bare.ready()).toMatchObject({ status: 'ready', source: 'overrides' });
  const lost = fakeClient({ transport: null, misconfigured: 'no key' }).client;
  expect(await lost.ready()).toMatchObject({ status: 'failed', error: { code: 'PROVIDER_FATAL', message: 'no key' } });
});
