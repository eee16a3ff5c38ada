import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { CLIENT_KEY, SERVER_KEY } from './memory-keys.ts';
import { storedFlag } from './memory-log.ts';
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

async function joined(server: StreamServer, options: object = {}, secret = SERVER_KEY): Promise<TestSocket> {
  const sdk = await TestSocket.sdk(server.url, secret, options);
  sdk.hello();
  await sdk.next();
  return sdk;
}

/** A flag whose body takes a lot of room. */
function bulky(version: number, kilobytes: number) {
  const values = Array.from({ length: kilobytes }, (_, n) => `${version}-${n}-`.padEnd(1_020, 'x'));
  return storedFlag('bulky', version, { when: { attribute: 'email', operator: 'in', values } });
}

test('without a hello within 10 s the connection is closed', async () => {
  const server = await start();
  const sdk = await TestSocket.sdk(server.url);
  server.timers.advance(9_000);
  expect(sdk.ws.readyState).toBe(sdk.ws.OPEN);
  server.timers.advance(1_000);
  expect(await sdk.closed).toMatchObject({ code: 1008, reason: 'no hello came within 10 s' });
});

test('every 10 s a heartbeat says where the audience is', async () => {
  const server = await start();
  const sdk = await joined(server);
  const position = server.log.position;
  server.timers.advance(30_000);
  for (let beat = 0; beat < 3; beat++) expect(await sdk.next()).toMatchObject({ type: 'heartbeat', epoch: server.log.epoch, position });
  expect(sdk.unread).toBe(0);
});

test('a browser that sees nothing of a change is told the position with the next heartbeat, once', async () => {
  const server = await start();
  const browser = await joined(server, {}, CLIENT_KEY);
  const [was, position] = [server.log.position, server.log.commit({ flags: [storedFlag('internal', 1)] })];
  await server.hub.feed('env-1').then((feed) => feed.caughtUp());
  server.timers.advance(20_000);
  expect(await browser.next()).toMatchObject({ type: 'delta', from: was, position, flags: [], removed: { flags: [] } });
  expect(await browser.next()).toMatchObject({ type: 'heartbeat', position });
});

test('who does not answer a ping is cut off at the next one; who answers stays', async () => {
  const server = await start();
  const [deaf, well] = [await joined(server, { autoPong: false }), await joined(server)];
  const pings = [once(deaf.ws, 'ping'), once(well.ws, 'ping')];
  server.timers.advance(30_000);
  await Promise.all(pings);
  well.hello();
  while ((await well.next()).type === 'heartbeat');
  server.timers.advance(30_000);
  expect(await deaf.closed).toMatchObject({ code: 1006 });
  expect(server.hub.connections()).toHaveLength(1);
});

test('a slow reader is skipped and gets one merged delta when it reads again; the others wait for nothing', async () => {
  const server = await start();
  const [slow, quick] = [await joined(server), await joined(server)];
  const held = server.log.position;
  slow.ws.pause();
  const changes = 60;
  for (let version = 1; version <= changes; version++) {
    server.log.commit({ flags: [bulky(version, 200), storedFlag(`flag-${version}`, 1)] });
    server.log.ring();
    expect(await quick.next()).toMatchObject({ type: 'delta', position: server.log.position });
  }
  slow.ws.resume();
  let revision = held.revision;
  let messages = 0;
  while (revision < changes) {
    const delta = await slow.next<{ from: { revision: number }; position: { revision: number } }>();
    expect(delta.from.revision).toBeLessThanOrEqual(revision);
    revision = delta.position.revision;
    messages++;
  }
  expect(messages).toBeLessThan(changes);
  expect(server.log.position.revision).toBe(revision);
});

test('a reader that stays behind for 30 s is cut off, and memory held for it is bounded meanwhile', async () => {
  const server = await start();
  const slow = await joined(server);
  const quick = await joined(server);
  slow.ws.pause();
  for (let version = 1; version <= 60; version++) {
    server.log.commit({ flags: [bulky(version, 200)] });
    server.log.ring();
    await quick.next();
  }
  const [member] = [...server.hub.crowd.members].filter(({ peer }) => !peer.ready);
  expect(member).toBeDefined();
  server.timers.advance(29_000);
  expect(server.hub.connections()).toHaveLength(2);
  server.timers.advance(2_000);
  slow.ws.resume();
  expect(await slow.closed).toMatchObject({ code: 1006 });
  expect(server.hub.connections()).toHaveLength(1);
});

test('closing says goodbye to everybody, evenly over the time given, and lets nobody in meanwhile', async () => {
  const server = await start();
  const sdks = await Promise.all(Array.from({ length: 10 }, () => joined(server)));
  const closing = server.hub.close(500);
  const late = await TestSocket.sdk(server.url);
  expect(await late.next()).toMatchObject({ type: 'goodbye', code: 1012 });
  await late.closed;
  const left: number[] = [];
  for (let step = 0; step < 10; step++) {
    left.push([...server.hub.crowd.members].filter(({ peer }) => peer.open).length);
    server.timers.advance(50);
  }
  expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  for (const sdk of sdks) {
    expect(await sdk.next()).toMatchObject({ type: 'goodbye', code: 1012, retryAfterMs: 250, spreadMs: 1_000 });
    expect(await sdk.closed).toMatchObject({ code: 1012 });
  }
  await closing;
});

test('closing the app says goodbye at once', async () => {
  const server = await startStreamServer();
  const sdk = await joined(server);
  await server.app.close();
  expect(await sdk.next()).toMatchObject({ type: 'goodbye', code: 1012 });
});

test('handshakes above the rate are told to come later, and nobody who is in is put out', async () => {
  const server = await start({ admission: { perSecond: 2, burst: 2 } });
  const [first, second] = [await joined(server), await joined(server)];
  const third = await TestSocket.sdk(server.url);
  expect(await third.next()).toMatchObject({ type: 'goodbye', code: 1013, retryAfterMs: 1_000, spreadMs: 10_000 });
  expect(await third.closed).toMatchObject({ code: 1013 });
  server.timers.advance(500);
  await joined(server);
  expect([first, second].map(({ ws }) => ws.readyState)).toEqual([1, 1]);
});

test('when a key is revoked its connections are closed and it opens nothing more; others stay', async () => {
  const server = await start();
  const [sdk, browser] = [await joined(server), await joined(server, {}, CLIENT_KEY)];
  server.keys.revoke('server1');
  expect(await sdk.next()).toMatchObject({ type: 'goodbye', code: 4401 });
  expect(await sdk.closed).toMatchObject({ code: 4401 });
  expect(await (await TestSocket.sdk(server.url)).closed).toMatchObject({ code: 4401 });
  expect(browser.ws.readyState).toBe(browser.ws.OPEN);
});

test('while the database is away, a key that was seen opens the stream from memory and another is told to come later', async () => {
  const server = await start();
  server.log.commit({ flags: [storedFlag('a', 1)] });
  await server.hub.feed('env-1').then((feed) => feed.caughtUp());
  await joined(server);
  server.log.outage = server.keys.outage = new Error('the database is away');
  server.timers.advance(120_000);
  const sdk = await TestSocket.sdk(server.url);
  sdk.hello();
  expect(await sdk.next()).toMatchObject({ type: 'ruleset', flags: [{ key: 'a' }] });
  const other = await TestSocket.sdk(server.url, CLIENT_KEY);
  expect(await other.closed).toMatchObject({ code: 1013 });
});

test('one that holds more than a node which cannot read its log is sent elsewhere', async () => {
  const server = await start();
  await joined(server);
  const ahead = server.log.commit({ flags: [storedFlag('a', 1)] });
  server.log.outage = new Error('the database is away');
  const sdk = await TestSocket.sdk(server.url);
  sdk.hello({ epoch: server.log.epoch, position: ahead });
  expect(await sdk.closed).toMatchObject({ code: 1013 });
});
