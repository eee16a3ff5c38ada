import { once } from 'node:events';
import { KEY_SUBPROTOCOL_PREFIX, SUBPROTOCOL } from '@sluice/core';
import { afterEach, expect, test } from 'vitest';
import { CLIENT_KEY, SERVER_KEY, SHOP_KEY, TOKEN } from './memory-keys.ts';
import { MemoryLog, storedFlag } from './memory-log.ts';
import { type StreamServer, startStreamServer } from './stream-server.ts';
import { TestSocket } from './test-socket.ts';

const servers: StreamServer[] = [];
afterEach(async () => {
  for (const { app } of servers.splice(0)) await app.close();
});

async function start(options: Parameters<typeof startStreamServer>[0] = {}): Promise<StreamServer> {
  const server = await startStreamServer(options);
  servers.push(server);
  return server;
}

function flip({ log }: StreamServer, version: number, more: Parameters<typeof storedFlag>[2] = {}) {
  const position = log.commit({ flags: [storedFlag('a', version, more)] });
  log.ring();
  return position;
}

test('an SDK says hello, gets the ruleset, then every change, and its acknowledgement is kept', async () => {
  const server = await start();
  const first = flip(server, 1);
  const sdk = await TestSocket.sdk(server.url);
  sdk.hello();
  expect(await sdk.next()).toMatchObject({ type: 'ruleset', position: first, environment: { project: 'shop', key: 'production' } });
  const second = flip(server, 2);
  expect(await sdk.next()).toMatchObject({ type: 'delta', from: first, position: second, flags: [{ key: 'a', version: 2 }] });
  sdk.send({ type: 'ack', position: second });
  sdk.hello({ epoch: server.log.epoch, position: second });
  expect(await sdk.next()).toMatchObject({ type: 'current', position: second });
  expect(server.hub.connections()).toMatchObject([{ audience: 'server', keyId: 'server1', sent: second, acknowledged: second }]);
  expect(server.used).toEqual(['server1']);
});

test('after a cut an SDK resumes by position with one delta of all that it missed, and no ruleset', async () => {
  const server = await start();
  const held = flip(server, 1);
  const sdk = await TestSocket.sdk(server.url);
  sdk.hello();
  await sdk.next();
  sdk.ws.terminate();
  flip(server, 2);
  server.log.commit({ flags: [storedFlag('b', 1)] });
  const last = flip(server, 3);
  const again = await TestSocket.sdk(server.url);
  again.hello({ epoch: server.log.epoch, position: held });
  expect(await again.next()).toMatchObject({
    type: 'delta',
    from: held,
    position: last,
    flags: [{ key: 'b' }, { key: 'a', version: 3 }].toReversed(),
  });
});

test('a position of another log gets the ruleset', async () => {
  const server = await start();
  const held = flip(server, 1);
  const sdk = await TestSocket.sdk(server.url);
  for (const other of [
    { epoch: 'another', position: held },
    { epoch: server.log.epoch, position: { ...held, head: 'another' } },
  ]) {
    sdk.hello(other);
    expect(await sdk.next()).toMatchObject({ type: 'ruleset', position: held });
  }
});

test('an SDK that holds more than this node has read is answered from the log, not with the past', async () => {
  const server = await start();
  flip(server, 1);
  const ahead = server.log.commit({ flags: [storedFlag('a', 2)] });
  const sdk = await TestSocket.sdk(server.url);
  sdk.hello({ epoch: server.log.epoch, position: ahead });
  expect(await sdk.next()).toMatchObject({ type: 'current', position: ahead });
});

test('a browser sends its key as a subprotocol, and gets only what browsers may have', async () => {
  const server = await start();
  server.log.commit({ flags: [storedFlag('page', 1, { clientSide: true }), storedFlag('internal', 1)] });
  server.log.ring();
  const browser = new TestSocket(`${server.url}/sdk/v1/stream`, [SUBPROTOCOL, `${KEY_SUBPROTOCOL_PREFIX}${CLIENT_KEY}`]);
  await once(browser.ws, 'open');
  expect(browser.ws.protocol).toBe(SUBPROTOCOL);
  browser.hello({ context: { country: 'NL' }, contextHash: 'one' });
  expect(await browser.next()).toMatchObject({ type: 'ruleset', flags: [{ key: 'page' }], contextHash: 'one' });
  browser.send({ type: 'context', context: { country: 'DE' }, contextHash: 'two' });
  expect(await browser.next()).toMatchObject({ type: 'ruleset', contextHash: 'two' });
});

test.each([
  ['an unknown key', 4401, [SUBPROTOCOL], `slu_sdk_nobody_${'x'.repeat(24)}`, {}],
  ['no key', 4401, [SUBPROTOCOL], null, {}],
  ['an automation token', 4403, [SUBPROTOCOL], TOKEN, {}],
  ['a server key in a page', 4403, [SUBPROTOCOL, `${KEY_SUBPROTOCOL_PREFIX}${SERVER_KEY}`], null, {}],
  ['a page of another origin', 4403, [SUBPROTOCOL], SHOP_KEY, { origin: 'https://evil.example' }],
  ['no origin for a key with origins', 4403, [SUBPROTOCOL], SHOP_KEY, {}],
  ['another subprotocol', 1008, ['sluice.v9'], SERVER_KEY, {}],
])('%s is let in, told why, and closed with %i', async (_what, code, protocols, secret, headers) => {
  const { url } = await start();
  const authorization = secret === null ? {} : { authorization: `Bearer ${secret}` };
  const socket = new TestSocket(`${url}/sdk/v1/stream`, protocols, { headers: { ...headers, ...authorization } });
  const goodbye = await socket.next<{ reason: string }>();
  expect(goodbye).toMatchObject({ type: 'goodbye', code });
  expect(await socket.closed).toEqual({ code, reason: goodbye.reason });
});

test('a page of an origin in the list of its key is let in', async () => {
  const { url } = await start();
  const sdk = await TestSocket.sdk(url, SHOP_KEY, { origin: 'https://shop.example' });
  sdk.hello();
  expect(await sdk.next()).toMatchObject({ type: 'ruleset' });
});

const HELLO = '"type":"hello","sdk":"t","sdkVersion":"1","instance":"i","clientId":"c"';
test.each([
  ['a __proto__ key', `{${HELLO},"context":{"__proto__":{"admin":true}}}`],
  ['a constructor.prototype key', `{${HELLO},"context":{"constructor":{"prototype":{}}}}`],
  ['what is not JSON', '{"type":'],
  ['what is not an object', '[1,2]'],
  ['10^4 levels', `{${HELLO},"context":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['a wrong type', `{${HELLO.replace('"i"', '7')}}`],
  ['a missing field', '{"type":"hello"}'],
  ['no type', '{}'],
  ['an ack before the hello', '{"type":"ack","position":{"revision":1,"head":""}}'],
])('%s closes the connection with a reason, and nobody else notices', async (_what, text) => {
  const server = await start();
  flip(server, 1);
  const other = await TestSocket.sdk(server.url);
  other.hello();
  await other.next();
  const sdk = await TestSocket.sdk(server.url);
  sdk.send(text);
  expect(await sdk.next()).toMatchObject({ type: 'goodbye', code: 1008 });
  expect(await sdk.closed).toMatchObject({ code: 1008, reason: expect.stringMatching(/\w{3}/) });
  flip(server, 2);
  expect(await other.next()).toMatchObject({ type: 'delta' });
});

test('binary messages close the connection', async () => {
  const { url } = await start();
  const sdk = await TestSocket.sdk(url);
  sdk.ws.send(Buffer.from('{}'), { binary: true });
  expect(await sdk.closed).toMatchObject({ code: 1008 });
});

test('a message over 64 KiB closes the connection as too big', async () => {
  const { url } = await start();
  const sdk = await TestSocket.sdk(url);
  sdk.hello({ context: { text: 'x'.repeat(65 * 1024) } });
  expect(await sdk.closed).toMatchObject({ code: 1009 });
});

test('types and fields that the server does not know are ignored', async () => {
  const { url } = await start();
  const sdk = await TestSocket.sdk(url);
  sdk.hello({ colour: 'red' });
  await sdk.next();
  sdk.send({ type: 'telemetry' });
  sdk.send({ type: 'toString' });
  sdk.hello();
  expect(await sdk.next()).toMatchObject({ type: 'ruleset' });
});

test('an endless row of questions ends the connection', async () => {
  const { url } = await start();
  const sdk = await TestSocket.sdk(url);
  for (let n = 0; n < 30; n++) sdk.hello();
  expect(await sdk.closed).toMatchObject({ code: 1008 });
});

test('nothing is compressed, and a ruleset of any length arrives whole', async () => {
  const server = await start();
  const flags = Array.from({ length: 700 }, (_, n) => storedFlag(`flag-${n}-é`, 1));
  server.log.commit({ flags });
  server.log.ring();
  const sdk = await TestSocket.sdk(server.url, SERVER_KEY, { perMessageDeflate: true });
  sdk.hello();
  expect(sdk.ws.extensions).toBe('');
  const ruleset = await sdk.next<{ flags: readonly object[] }>();
  expect(JSON.stringify(ruleset).length).toBeGreaterThan(65_536);
  expect(ruleset.flags).toHaveLength(700);
});

test('a log of another epoch is told to those who are connected', async () => {
  const server = await start({ log: new MemoryLog() });
  flip(server, 1);
  const sdk = await TestSocket.sdk(server.url);
  sdk.hello();
  await sdk.next();
  server.log.epoch = 'epoch-2';
  server.log.doubt();
  expect(await sdk.next()).toMatchObject({ type: 'ruleset', epoch: 'epoch-2' });
});
