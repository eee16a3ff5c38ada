import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type ChangeEvent, createClient, type NodeClientOptions, type SluiceClient } from '../src/index.ts';
import { type Behaviour, delta, flag, position, ruleset, startStub } from './stub-server.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const stub = async (...input: Parameters<typeof startStub>) => {
  const server = await startStub(...input);
  ends.push(server.stop);
  return server;
};
const client = (options: NodeClientOptions): SluiceClient => {
  const made = createClient({ key: 'slu_sdk_test', cache: false, logLevel: 'silent', ...options });
  ends.push(() => made.close());
  return made;
};
const nextChange = (flags: SluiceClient) =>
  new Promise<ChangeEvent>((resolve) => {
    const off = flags.on('change', (event) => {
      off();
      resolve(event);
    });
  });

test('connects with its key as a bearer token, serves, acknowledges, and tells of a change', async () => {
  const server = await stub();
  const flags = client({ url: server.url, app: { name: 'till', version: '9' } });
  expect(await flags.ready()).toEqual({ status: 'ready', source: 'stream', revision: 1 });
  expect(flags.get('a', 0)).toBe(1);
  const changed = nextChange(flags);
  server.say(delta(1, [flag('a', 2, { version: 2 })]));
  expect(await changed).toEqual({ revision: 2, keys: ['a'], cause: 'edit' });
  expect(flags.details('a', 0)).toMatchObject({ value: 2, variant: 'on', reason: 'STATIC', meta: { flagSetId: 'shop/live', version: 2 } });
  await server.untilHeard(3);
  expect(server.keys).toEqual(['Bearer slu_sdk_test']);
  expect(server.heard[0]).toMatchObject({ type: 'hello', sdk: 'node', app: { name: 'till', version: '9' } });
  expect(server.heard.slice(1)).toEqual([1, 2].map((revision) => ({ type: 'ack', position: position(revision) })));
});

test.each<[Behaviour | 'no such host' | 'nobody there', string]>([
  [401, 'failed'],
  [503, 'timeout'],
  ['hang', 'timeout'],
  ['mute', 'timeout'],
  ['no such host', 'timeout'],
  ['nobody there', 'timeout'],
])('ready settles, and the defaults serve, when the server answers with: %s', async (behaviour, status) => {
  const server = await stub(behaviour === 'no such host' || behaviour === 'nobody there' ? 'serve' : behaviour);
  if (behaviour === 'nobody there') await ends.pop()?.();
  const flags = client({ url: behaviour === 'no such host' ? 'http://sluice.invalid' : server.url });
  const results = await Promise.all([flags.ready({ timeoutMs: 300 }), flags.ready({ timeoutMs: 300 })]);
  expect(results.map((result) => result.status)).toEqual([status, status]);
  expect(flags.get('a', 7)).toBe(7);
});

test('closing while a start is under way settles ready, and closing twice is closing once', async () => {
  const server = await stub('hang');
  const flags = client({ url: server.url });
  const waiting = flags.ready();
  expect(flags.close()).toBe(flags.close());
  expect(await waiting).toMatchObject({ status: 'failed' });
  expect(flags.status).toBe('closed');
});

test('a missing setting is told once with its remedy, and the defaults serve; strict throws instead', async () => {
  const lines: string[] = [];
  const hear = (message: string) => lines.push(message);
  const logger = { debug: hear, info: hear, warn: hear, error: hear };
  const flags = client({ url: 'http://127.0.0.1:1', key: '', logLevel: 'info', logger });
  expect(await flags.ready()).toMatchObject({ status: 'failed', error: { code: 'PROVIDER_FATAL' } });
  expect(flags.details('a', 7)).toMatchObject({ value: 7, reason: 'ERROR', errorCode: 'PROVIDER_FATAL' });
  expect(lines).toEqual([expect.stringContaining('SLUICE_SDK_KEY')]);
  expect(() => client({ url: '', strict: true })).toThrow('SLUICE_URL');
});

test('strict throws for an unknown flag and for a default of another type, and for nothing else', async () => {
  const server = await stub();
  const flags = client({ url: server.url, strict: true });
  expect(flags.get('a', 0)).toBe(0);
  await flags.ready();
  expect(flags.get('a', 0)).toBe(1);
  expect(() => flags.get('b', 0)).toThrow('no flag "b"');
  expect(() => flags.get('a', 'text')).toThrow('default is a string');
});

test('the cache file is private, whole, keeps the one before, and answers when the server is away', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sluice-'));
  ends.push(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'deep', 'flags.json');
  const server = await stub();
  const first = client({ url: server.url, cache: { file } });
  await first.ready();
  const changed = nextChange(first);
  server.say(delta(1, [flag('a', 2)]));
  await changed;
  await first.close();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain('"revision":2');
  expect(await readFile(`${file}.previous`, 'utf8')).toContain('"revision":1');
  await ends.pop()?.();
  await ends.pop()?.();
  const second = client({ url: server.url, cache: { file } });
  expect(await second.ready()).toEqual({ status: 'ready', source: 'cache', revision: 2 });
  expect(second.details('a', 0)).toMatchObject({ value: 2, meta: { freshness: 'cached' } });
  const stranger = client({ url: server.url, key: 'slu_sdk_other', cache: { file } });
  expect(await stranger.ready({ timeoutMs: 300 })).toEqual({ status: 'timeout', serving: 'none' });
});

test('offline it serves what it was shipped with and makes no connection', async () => {
  const server = await stub();
  const flags = client({ url: server.url, offline: true, bootstrap: { data: JSON.parse(JSON.stringify(ruleset(5, [flag('a', 5)]))) } });
  expect(await flags.ready()).toEqual({ status: 'ready', source: 'bootstrap', revision: 5 });
  expect(flags.get('a', 0)).toBe(5);
  expect(server.keys).toEqual([]);
});

test('two reads for one context agree across a change, until a kill', async () => {
  const server = await stub('serve', ruleset(1, [flag('a', 1), flag('b', 1, { prerequisites: [{ flag: 'a', variants: ['on'] }] })]));
  const flags = client({ url: server.url });
  await flags.ready();
  const request = flags.withContext({ targetingKey: 'u1' });
  const loop = flags.withContext({ targetingKey: 'u1' }, { live: true });
  const edited = nextChange(flags);
  server.say(delta(1, [flag('a', 2)]));
  await edited;
  expect([request.get('a', 0), loop.get('a', 0)]).toEqual([1, 2]);
  const killed = nextChange(flags);
  server.say(delta(2, [flag('a', 2, { killedAt: '2026-01-01T00:00:00Z' })], 'kill'));
  await killed;
  expect(request.details('a', true)).toMatchObject({ value: false, reason: 'DISABLED', meta: { revision: 3 } });
  expect(request.details('b', true)).toMatchObject({ value: false, meta: { prerequisite: 'a' } });
});

const vip = { when: { attribute: 'plan', operator: 'in', values: ['vip'] }, id: 'vip', serve: { variant: 'off' } };

test('a watch hears only changes of what its own context is served', async () => {
  const server = await stub();
  const flags = client({ url: server.url });
  await flags.ready();
  const heard: unknown[] = [];
  flags.watch('a', 0, { plan: 'free' }, (next, previous) => heard.push([previous.value, next.value]));
  const [first, second] = [delta(1, [flag('a', 1, { rules: [vip] })]), delta(2, [flag('a', 3, { rules: [vip] })])];
  for (const message of [first, second]) {
    const changed = nextChange(flags);
    server.say(message);
    await changed;
  }
  expect(heard).toEqual([[1, 3]]);
});

test('overrides win until they are taken back, say so, and are told like any change', async () => {
  const server = await stub();
  const flags = client({ url: server.url, overrides: { fixed: 'yes' } });
  await flags.ready();
  const keys: string[] = [];
  flags.on('change', (event) => keys.push(`${event.cause} ${event.keys}`));
  {
    using _ = flags.override('a', 9);
    expect(flags.details('a', 0)).toMatchObject({ value: 9, reason: 'STATIC', meta: { overridden: 'code' } });
  }
  expect([flags.get('a', 0), flags.get('fixed', 'no')]).toEqual([1, 'yes']);
  expect(keys).toEqual(['override a', 'override a']);
});

test('attributes of the process are part of every context, and a given context wins', async () => {
  const byPlan = flag('a', 1, { rules: [vip] });
  const server = await stub('serve', ruleset(1, [byPlan]));
  const flags = client({ url: server.url, context: { plan: 'vip' } });
  await flags.ready();
  expect([flags.details('a', true).value, flags.details('a', 0, { plan: 'free' }).value]).toEqual([false, 1]);
});

test('patterns are matched by a linear-time engine', async () => {
  const when = { attribute: 'email', operator: 'matches', values: ['^(a+)+@example\\.com$'] };
  const server = await stub('serve', ruleset(1, [flag('a', 1, { rules: [{ id: 'r', when, serve: { variant: 'off' } }] })]));
  const flags = client({ url: server.url });
  await flags.ready();
  expect(flags.get('a', true, { email: `${'a'.repeat(50)}@example.com` })).toBe(false);
  expect(flags.get('a', 0, { email: `${'a'.repeat(50_000)}!` })).toBe(1);
});

test('await using closes it', async () => {
  const server = await stub();
  const made = createClient({ url: server.url, key: 'k', cache: false, logLevel: 'silent' });
  await made.ready();
  {
    await using flags = made;
    expect(flags.status).toBe('ready');
  }
  expect(made.status).toBe('closed');
  expect(made.get('a', 0)).toBe(1);
});
