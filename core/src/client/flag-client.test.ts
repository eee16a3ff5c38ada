import { expect, test } from 'vitest';
import { fakeClient, HandTimers, MemoryCache } from '../../test/fakes.ts';
import { delta, flag, logOf, ruleset } from '../../test/miniature-log.ts';
import { CLOSE, type ServerMessage } from '../sync/messages.ts';
import type { ChangeEvent, SluiceError } from './events.ts';

const log = logOf([
  { flag: 'a', value: 1 },
  { flag: 'b', value: 1 },
  { flag: 'a', value: 2 },
  { flag: 'b', value: 2 },
]);
const at = (revision: number) => log.positions[revision]!;

/** A client that holds revision 2. */
function connected(parts: Parameters<typeof fakeClient>[0] = {}) {
  const fakes = fakeClient(parts);
  fakes.client.start();
  fakes.transport.last.open().say(ruleset(log, 2));
  return fakes;
}

/** Moves time on until another attempt begins; how long that took. */
function nextAttempt({ timers, transport }: ReturnType<typeof fakeClient>): number {
  const [before, start] = [transport.sockets.length, timers.now()];
  while (transport.sockets.length === before) timers.advance(500);
  return timers.now() - start;
}

test('says hello, takes the ruleset, acknowledges it and answers from it', () => {
  const { client, transport } = connected();
  const [hello, ack] = transport.last.sent;
  expect(hello).toMatchObject({ type: 'hello', sdk: 'test', clientId: 'c1' });
  expect(hello).not.toHaveProperty('position');
  expect(ack).toEqual({ type: 'ack', position: at(2) });
  expect(client).toMatchObject({ status: 'ready', revision: 2 });
  expect(client.answers.get('a', 0, {})).toBe(1);
});

test('a change is told with its keys and cause once it is visible, acknowledged, and never twice', () => {
  const { client, transport } = connected();
  const heard: unknown[] = [];
  client.on('change', (event) => heard.push([event, client.answers.get('a', 0, {}), transport.last.sent.at(-1)]));
  transport.last.say({ ...delta(log, 2, 3), cause: 'kill' });
  transport.last.say(delta(log, 2, 3));
  expect(heard).toEqual([[{ revision: 3, keys: ['a'], cause: 'kill' }, 2, { type: 'ack', position: at(3) }]]);
});

test('a gap makes it ask again by position on the same connection, once, and the answer heals it', () => {
  const { client, transport } = connected();
  transport.last.say(delta(log, 3, 4));
  transport.last.say(delta(log, 3, 4));
  const hellos = transport.last.sent.filter(({ type }) => type === 'hello');
  expect(hellos.slice(1)).toEqual([expect.objectContaining({ type: 'hello', epoch: 'one', position: at(2) })]);
  transport.last.say(delta(log, 2, 4));
  expect(client).toMatchObject({ revision: 4, status: 'ready' });
  expect(transport.sockets).toHaveLength(1);
});

test('a lost connection is replaced after a while by one that resumes, and late words of the first are not heard', () => {
  const { client, transport, timers } = connected();
  const first = transport.last;
  first.lose();
  expect(transport.sockets).toHaveLength(1);
  timers.advance(500);
  expect(transport.sockets).toHaveLength(2);
  first.say(delta(log, 2, 3));
  expect(client.revision).toBe(2);
  expect(transport.last.open().sent[0]).toMatchObject({ type: 'hello', epoch: 'one', position: at(2) });
});

test('silence of 2.5 heartbeats ends a connection, and heartbeats prevent that', () => {
  const { transport, timers } = connected();
  timers.advance(20_000);
  transport.last.say({ type: 'heartbeat', epoch: 'one', position: at(2) });
  timers.advance(24_999);
  expect(transport.last.isClosed).toBe(false);
  timers.advance(1);
  expect(transport.last.isClosed).toBe(true);
});

test('what cannot be read is told once, and what is held stays', () => {
  const { client, transport, log: lines } = connected();
  const errors: SluiceError[] = [];
  client.on('error', (error) => errors.push(error));
  for (const text of ['{"type":', '{"type":"delta"}', '{"__proto__":{}}', '[]', '"ruleset"']) transport.last.sayText(text);
  expect(errors.map(({ code }) => code)).toEqual(['PARSE_ERROR']);
  expect(lines.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  expect(client).toMatchObject({ status: 'ready', revision: 2 });
});

test('a flag that cannot be served is told by name and stays as it was; the rest of its message applies', () => {
  const { client, transport, log: lines } = connected();
  transport.last.say({ ...delta(log, 2, 4), flags: [...delta(log, 3, 4).flags, { ...flag('a', 9), offVariant: 'gone' }] });
  expect(lines.lines.at(-1)).toContain('"a"');
  expect([client.answers.get('a', 0, {}), client.answers.get('b', 0, {}), client.revision]).toEqual([1, 2, 4]);
});

test('messages of a newer server are let pass', () => {
  const { client, transport } = connected();
  transport.last.say({ type: 'horoscope', sign: 'leo' } as unknown as ServerMessage);
  transport.last.say({ ...delta(log, 2, 3), colour: 'blue' } as ServerMessage);
  expect(client.revision).toBe(3);
});

test('freshness is live in contact and for a minute after, then stale until the next contact', () => {
  const fakes = connected();
  const { client, transport, timers, log: lines } = fakes;
  const heard: unknown[] = [];
  client.on('stale', (event) => heard.push(event));
  const freshness = () => client.answers.details('a', 0, {}).meta?.freshness;
  transport.last.lose();
  timers.advance(59_999);
  expect([freshness(), client.status]).toEqual(['live', 'ready']);
  timers.advance(1);
  expect([freshness(), client.status]).toEqual(['stale', 'stale']);
  expect(heard).toEqual([{ sinceMs: 60_000 }]);
  nextAttempt(fakes);
  transport.last.open().say({ type: 'current', epoch: 'one', position: at(2) });
  expect([freshness(), client.status]).toEqual(['live', 'ready']);
  expect(lines.lines.map((line) => line.split(':')[0])).toEqual(['info', 'warn', 'warn', 'info']);
});

test('flags serve what their owners chose for a long outage, tell of it, and come back', () => {
  const fakes = fakeClient();
  const { client, transport, timers } = fakes;
  client.start();
  const flags = [
    { ...flag('keep', 1, 5) },
    { ...flag('off', 1, 5), whenStale: 'off' as const },
    { ...flag('code', 1, 5), whenStale: 'default' as const },
  ];
  transport.last.open().say({ ...ruleset(log, 2), flags });
  const values = () => ['keep', 'off', 'code'].map((key) => client.answers.get(key, 7, {}));
  const changes: ChangeEvent[] = [];
  client.on('change', (event) => changes.push(event));
  expect(values()).toEqual([5, 5, 5]);
  transport.last.lose();
  timers.advance(60_000);
  expect(values()).toEqual([5, -1, 7]);
  expect(client.answers.details('off', 7, {})).toMatchObject({ reason: 'DISABLED', variant: 'off' });
  nextAttempt(fakes);
  transport.last.open().say({ type: 'current', epoch: 'one', position: at(2) });
  expect(values()).toEqual([5, 5, 5]);
  expect(changes.map(({ keys, cause }) => [cause, ...keys])).toEqual([
    ['stale', 'off', 'code'],
    ['resync', 'off', 'code'],
  ]);
});

test('a client starts from its cache, resumes where that ends, and is not moved back by it', async () => {
  const cache = new MemoryCache();
  connected({ cache });
  const { client, transport } = fakeClient({ cache });
  expect(client.answers.details('a', 0, {})).toMatchObject({ value: 1, meta: { freshness: 'cached', revision: 2 } });
  client.start();
  expect(transport.last.open().sent[0]).toMatchObject({ epoch: 'one', position: at(2) });
  transport.last.say(delta(log, 2, 4));
  expect(client.answers.details('a', 0, {})).toMatchObject({ value: 2, meta: { freshness: 'live', revision: 4 } });
});

test('a damaged cache is told of and not used; one of another key is passed over in silence', () => {
  const saved = new MemoryCache();
  connected({ cache: saved });
  const text = saved.saved.get('owner')!;
  const start = (kept: string, owner = 'owner') => {
    const cache = new MemoryCache();
    cache.kept = [{ source: 'cache', text: kept }];
    const { client, log: lines } = fakeClient({ cache, owner });
    return [client.revision, lines.lines.length];
  };
  expect(start(text)).toEqual([2, 0]);
  expect(start(text, 'somebody-else')).toEqual([0, 0]);
  for (const damaged of [
    text.slice(0, -1),
    text.replace('"a"', '"x"'),
    '',
    'x',
    text.slice(text.indexOf('\n') + 1),
    `sluice-ruleset-1 0 owner\n{}`,
  ])
    expect(start(damaged)).toEqual([0, 1]);
});

test('of cache and bootstrap the later one of the same epoch answers', () => {
  const saved = new MemoryCache();
  connected({ cache: saved });
  const start = (bootstrap: unknown) => {
    const cache = new MemoryCache();
    cache.kept = [
      { source: 'cache', text: saved.saved.get('owner')! },
      { source: 'bootstrap', text: JSON.stringify(bootstrap) },
    ];
    return fakeClient({ cache }).client.revision;
  };
  expect(start(ruleset(log, 4))).toBe(4);
  expect(start(ruleset(log, 1))).toBe(2);
  expect(start({ ...ruleset(log, 4), epoch: 'two' })).toBe(2);
  expect(start({ nothing: 'useful' })).toBe(2);
});

test('a refused key is tried again every few minutes, and serves once it is accepted', async () => {
  const fakes = fakeClient();
  const { client, transport, log: lines } = fakes;
  client.start();
  const waits = [1, 2, 3].map(() => {
    transport.last.open().say({ type: 'goodbye', code: CLOSE.unknownKey, retryAfterMs: 0, spreadMs: 0 });
    return nextAttempt(fakes);
  });
  expect(waits).toEqual([225_000, 225_000, 225_000]);
  expect(client.answers.details('a', 0, {})).toMatchObject({ errorCode: 'PROVIDER_FATAL', value: 0 });
  expect(lines.lines.filter((line) => line.includes('refused the key')).length).toBeLessThanOrEqual(3);
  transport.last.open().say(ruleset(log, 2));
  expect(client.status).toBe('ready');
  expect(await client.ready()).toMatchObject({ status: 'ready' });
});

test('after closing nothing is under way, and the last ruleset goes on answering as stale', async () => {
  const { client, transport, timers, cache } = connected();
  await Promise.all([client.close(), client.close()]);
  expect([transport.last.isClosed, timers.pending, cache.closed]).toEqual([true, 0, 1]);
  expect(client.answers.details('a', 0, {})).toMatchObject({ value: 1, meta: { freshness: 'stale' } });
  client.start();
  client.probe();
  expect([client.status, transport.sockets.length]).toEqual(['closed', 1]);
});

test('a listener that throws or rejects disturbs nobody', async () => {
  const { client, transport, log: lines } = connected();
  const heard: string[] = [];
  client.on('change', () => {
    throw new Error('oh');
  });
  client.on('change', async () => {
    throw new Error('dear');
  });
  const off = client.on('change', ({ keys }) => heard.push(...keys));
  const controller = new AbortController();
  client.on('change', () => heard.push('until aborted'), { signal: controller.signal });
  transport.last.say(delta(log, 2, 3));
  controller.abort();
  off();
  transport.last.say(delta(log, 3, 4));
  await Promise.resolve();
  expect(heard).toEqual(['a', 'until aborted']);
  expect(lines.lines.filter((line) => line.includes('listener'))).toHaveLength(1);
});

test('whatever is thrown into it, by contexts, listeners or the log itself, nothing gets out', () => {
  const unspeakable = Object.create(null);
  const fail = () => {
    throw unspeakable;
  };
  const log = { debug: fail, info: fail, warn: fail, error: fail };
  const hostile = {
    targetingKey: 'u',
    get plan() {
      return fail();
    },
  };
  const { client, transport } = fakeClient({ platform: { timers: new HandTimers(), clock: fail, random: () => 0, log } });
  client.start();
  const rule = { id: 'r', when: { attribute: 'plan', operator: 'in', values: ['x'] }, serve: { variant: 'off' } };
  transport.last.open().say({ ...ruleset(logOf([]), 0), flags: [{ ...flag('a', 1, 5), rules: [rule] }] });
  client.on('change', fail);
  expect(client.answers.get('a', 7, hostile)).toBe(7);
  expect(client.answers.details('a', 7, hostile)).toMatchObject({ value: 7, errorCode: 'GENERAL' });
  expect(() => client.override('a', 1, 'code')).not.toThrow();
  expect(client.status).toBe('ready');
});
