import { expect, test } from 'vitest';
import { fakeClient, MemoryCache } from '../../test/fakes.ts';
import { delta, flag, logOf, ruleset } from '../../test/miniature-log.ts';
import type { ClientParts } from './flag-client.ts';

const log = logOf([
  { flag: 'a', value: 1 },
  { flag: 'a', value: 2 },
  { flag: 'a', value: 3 },
]);
const ana = { context: { targetingKey: 'ana' }, hash: 'h-ana' };
const ben = { context: { targetingKey: 'ben' }, hash: 'h-ben' };
const cem = { context: { targetingKey: 'cem' }, hash: 'h-cem' };
const madeFor = (revision: number, contextHash: string) => ({ ...ruleset(log, revision), contextHash });

function connected(parts: Partial<ClientParts> = {}) {
  const swaps: number[] = [];
  const fakes = fakeClient({ announced: ana, onContext: () => swaps.push(fakes.client.revision), ...parts });
  fakes.client.start();
  fakes.transport.last.open().say(madeFor(1, 'h-ana'));
  return { ...fakes, swaps };
}

test('a client with a context tells it when it connects, and takes what was made for it alone', () => {
  const { client, transport, swaps } = connected();
  expect(transport.last.sent[0]).toMatchObject({ type: 'hello', context: ana.context, contextHash: 'h-ana' });
  expect([client.revision, swaps]).toEqual([1, [1]]);
});

test('while another context awaits its answer, nothing that was made for the former one is taken', () => {
  const { client, transport, swaps } = connected();
  client.announce(ben, false);
  expect(transport.last.sent.at(-1)).toEqual({ type: 'context', context: ben.context, contextHash: 'h-ben' });
  transport.last.say(delta(log, 1, 2));
  transport.last.say(madeFor(2, 'h-ana'));
  transport.last.say({ type: 'heartbeat', epoch: 'one', position: log.positions[2]! });
  expect([client.revision, swaps]).toEqual([1, [1]]);
  transport.last.say(madeFor(3, 'h-ben'));
  expect([client.revision, swaps]).toEqual([3, [1, 3]]);
});

test('the last of several contexts wins, there and back again too', () => {
  const { client, transport, swaps } = connected();
  for (const one of [ben, cem, ana]) client.announce(one, false);
  transport.last.say(madeFor(2, 'h-ben'));
  transport.last.say(delta(log, 1, 2));
  transport.last.say(madeFor(2, 'h-cem'));
  expect(client.revision).toBe(1);
  transport.last.say(madeFor(2, 'h-ana'));
  expect(client.revision).toBe(2);
  transport.last.say(delta(log, 2, 3));
  expect([client.revision, swaps]).toEqual([3, [1]]);
});

test('a context that never gets its answer is asked for again over a new connection, without a position', () => {
  const { client, transport, timers } = connected();
  client.announce(ben, false);
  timers.advance(25_000);
  expect(transport.sockets[0]?.isClosed).toBe(true);
  timers.advance(1_000);
  const hello = transport.last.open().sent[0];
  expect(hello).toMatchObject({ contextHash: 'h-ben' });
  expect(hello).not.toHaveProperty('position');
});

test('flags made for one context give the default in another that is in use at once, until its own have come', () => {
  const { client, transport } = connected();
  const special = { ...flag('special', 1, 5), specialised: true as const };
  const serve = (hash: string) => transport.last.say({ ...madeFor(1, hash), flags: [special, flag('plain', 1, 5)] });
  client.announce(ben, false);
  serve('h-ben');
  const values = () => ['special', 'plain'].map((key) => client.answers.get(key, 0, {}));
  expect(values()).toEqual([5, 5]);
  const changes: unknown[] = [];
  client.on('change', ({ cause, keys }) => changes.push([cause, ...keys]));
  client.announce(cem, true);
  expect(values()).toEqual([0, 5]);
  expect(client.answers.details('special', 0, {})).toMatchObject({ errorCode: 'PROVIDER_NOT_READY' });
  serve('h-cem');
  expect(values()).toEqual([5, 5]);
  expect(changes).toEqual([
    ['context', 'special', 'plain'],
    ['resync', 'special', 'plain'],
  ]);
});

test('what was cached for one context is not used for another, and is resumed for its own', () => {
  const cache = new MemoryCache();
  connected({ cache });
  expect(fakeClient({ announced: ben, cache }).client.revision).toBe(0);
  const again = fakeClient({ announced: ana, cache });
  again.client.start();
  expect(again.transport.last.open().sent[0]).toMatchObject({ position: log.positions[1], contextHash: 'h-ana' });
  expect(again.client.announce(ana, false)).toBe(false);
  expect(again.client.announce(ben, false)).toBe(true);
});
