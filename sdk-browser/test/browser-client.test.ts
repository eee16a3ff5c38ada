import { KEY_SUBPROTOCOL_PREFIX } from '@sluice/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BrowserClient, type BrowserClientOptions, createBrowserClient } from '../src/index.ts';
import { FakePage, FakeWebSocket, flag, ruleset } from './fake-page.ts';

let page: FakePage;
const open: BrowserClient[] = [];
beforeEach(() => {
  page = new FakePage();
  vi.stubGlobal('WebSocket', FakeWebSocket);
  vi.stubGlobal('document', page.document);
  vi.stubGlobal('localStorage', page.storage);
  vi.stubGlobal('location', { href: 'https://shop.example/basket' });
  vi.stubGlobal('addEventListener', page.window.addEventListener.bind(page.window));
  vi.stubGlobal('removeEventListener', page.window.removeEventListener.bind(page.window));
  FakeWebSocket.made.length = 0;
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
  vi.unstubAllGlobals();
});

const client = (options: Partial<BrowserClientOptions> = {}): BrowserClient => {
  const silent = () => {};
  const logger = { debug: silent, info: silent, warn: silent, error: silent };
  const made = createBrowserClient({
    url: 'https://flags.example',
    clientKey: 'slu_pub_x',
    context: { targetingKey: 'ana' },
    logger,
    ...options,
  });
  open.push(made);
  return made;
};
const answer = (revision: number, value: number) => {
  const socket = FakeWebSocket.last;
  socket.say(ruleset(revision, [flag('a', value)], socket.lastHash));
};

test('connects with the key as a subprotocol and its context in the hello, and serves', async () => {
  const flags = client();
  const socket = FakeWebSocket.last;
  expect(socket.url).toBe('wss://flags.example/sdk/v1/stream');
  expect(socket.protocols).toEqual(['sluice.v1', `${KEY_SUBPROTOCOL_PREFIX}slu_pub_x`]);
  socket.open();
  expect(socket.sent[0]).toMatchObject({ type: 'hello', sdk: 'browser', context: { targetingKey: 'ana' } });
  answer(1, 5);
  expect(await flags.ready()).toEqual({ status: 'ready', source: 'stream', revision: 1 });
  expect(flags.get('a', 0)).toBe(5);
  expect(flags.details('a', 0)).toMatchObject({ value: 5, variant: 'on', meta: { freshness: 'live' } });
});

test('an address is taken relative to the page, and one that cannot be connected to is a failed attempt', async () => {
  client({ url: '/flags/' });
  expect(FakeWebSocket.last.url).toBe('wss://shop.example/flags/sdk/v1/stream');
  const flags = client({ url: 'nonsense://' });
  expect(await flags.ready({ timeoutMs: 10 })).toEqual({ status: 'timeout', serving: 'none' });
});

test('with a manual start nothing is sent before it', () => {
  const flags = client({ start: 'manual' });
  expect(FakeWebSocket.made).toHaveLength(0);
  flags.start();
  expect(FakeWebSocket.made).toHaveLength(1);
});

test('setContext resolves once its ruleset is in use, and the context with it', async () => {
  const flags = client({ context: { targetingKey: 'ana', country: 'DE' } });
  FakeWebSocket.last.open();
  answer(1, 5);
  const next = { country: 'FR', targetingKey: 'ana' };
  const applied = flags.setContext(next);
  expect([flags.context.country, flags.get('a', 0)]).toEqual(['DE', 5]);
  answer(2, 6);
  expect(await applied).toEqual({ status: 'applied', revision: 2 });
  expect([flags.context, flags.get('a', 0)]).toEqual([next, 6]);
  expect(await flags.setContext({ targetingKey: 'ana', country: 'FR' })).toEqual({ status: 'applied', revision: 2 });
});

test('the last setContext wins, and one without an answer times out and is used when it comes', async () => {
  const flags = client();
  FakeWebSocket.last.open();
  answer(1, 5);
  const [first, second] = [
    flags.setContext({ targetingKey: 'ana', plan: 'a' }),
    flags.setContext({ targetingKey: 'ana', plan: 'b' }, { timeoutMs: 5 }),
  ];
  expect([await first, await second]).toEqual([{ status: 'superseded' }, { status: 'timeout' }]);
  answer(2, 6);
  expect(flags.context.plan).toBe('b');
});

test('another targeting key is in use at once', () => {
  const flags = client();
  FakeWebSocket.last.open();
  answer(1, 5);
  let calls = 0;
  flags.subscribe('*', () => calls++);
  void flags.setContext({ targetingKey: 'ben' });
  expect([flags.context.targetingKey, calls]).toEqual(['ben', 1]);
});

test('a subscription hears of its own keys', () => {
  const flags = client();
  FakeWebSocket.last.open();
  answer(1, 5);
  const heard: string[] = [];
  flags.subscribe(['a'], () => heard.push('a'));
  flags.subscribe(['b'], () => heard.push('b'));
  const off = flags.subscribe('*', () => heard.push('*'));
  answer(2, 6);
  off();
  answer(3, 7);
  expect(heard).toEqual(['a', '*', 'a']);
});

test('the last ruleset is kept for its context, and answers a page that starts during an outage', async () => {
  const first = client();
  FakeWebSocket.last.open();
  answer(1, 5);
  page.window.dispatchEvent(new Event('pagehide'));
  await first.close();
  const again = client();
  expect(again.details('a', 0)).toMatchObject({ value: 5, meta: { freshness: 'cached' } });
  FakeWebSocket.last.lose();
  expect(await again.ready()).toEqual({ status: 'ready', source: 'cache', revision: 1 });
  expect(client({ context: { targetingKey: 'ben' } }).get('a', 0)).toBe(0);
  expect(client({ clientKey: 'slu_pub_y' }).get('a', 0)).toBe(0);
  expect(client({ storage: 'memory' }).get('a', 0)).toBe(0);
});

test('a page that is denied its storage works without', async () => {
  page.storage.isDenied = true;
  const flags = client();
  FakeWebSocket.last.open();
  answer(1, 5);
  await flags.close();
  expect(flags.get('a', 0)).toBe(5);
});

test('coming online and into view ends a wait; going out of view does not', () => {
  client();
  const attempts = () => FakeWebSocket.made.length;
  FakeWebSocket.last.lose();
  page.show('hidden');
  expect(attempts()).toBe(1);
  page.show('visible');
  expect(attempts()).toBe(2);
  FakeWebSocket.last.lose();
  page.window.dispatchEvent(new Event('online'));
  expect(attempts()).toBe(3);
});

test('closing ends the connection and all listening, and the last ruleset goes on answering', async () => {
  const flags = client();
  FakeWebSocket.last.open();
  answer(1, 5);
  await flags.close();
  page.window.dispatchEvent(new Event('online'));
  page.show('visible');
  expect([FakeWebSocket.made.length, FakeWebSocket.last.isClosed, flags.status]).toEqual([1, true, 'closed']);
  expect(flags.details('a', 0)).toMatchObject({ value: 5, meta: { freshness: 'stale' } });
});

test('where there is no WebSocket, as on a server that renders, it serves defaults and leaves nothing running', async () => {
  vi.unstubAllGlobals();
  vi.stubGlobal('WebSocket', undefined);
  const flags = client();
  expect(flags.get('a', 7)).toBe(7);
  expect(await flags.ready()).toEqual({ status: 'timeout', serving: 'none' });
});

test('overrides win until they are taken back', () => {
  const flags = client();
  FakeWebSocket.last.open();
  answer(1, 5);
  {
    using _ = flags.override('a', 9);
    expect(flags.details('a', 0)).toMatchObject({ value: 9, meta: { overridden: 'code' } });
  }
  expect(flags.get('a', 0)).toBe(5);
});
