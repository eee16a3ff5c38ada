import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLIENT_KEY, SERVER_KEY, SHOP_KEY, TOKEN } from './memory-keys.ts';
import { storedFlag } from './memory-log.ts';
import { type StreamServer, startStreamServer } from './stream-server.ts';

let server: StreamServer;
beforeEach(async () => {
  server = await startStreamServer();
  await commit(1);
  return () => server.app.close();
});
afterEach(() => {
  server.log.outage = null;
});

async function commit(version: number, more = {}) {
  server.log.commit({ flags: [storedFlag('page', version, { clientSide: true, ...more }), storedFlag('internal', version)] });
  await (await server.hub.feed('env-1')).caughtUp();
}

const url = '/sdk/v1/ruleset';
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const get = (headers: Record<string, string> = {}) => server.app.inject({ url, headers: { ...bearer(SERVER_KEY), ...headers } });
const post = (secret: string, body: object = {}, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url, headers: { ...bearer(secret), ...headers }, payload: body });

test('a server key gets the ruleset with a strong tag, and 304 as long as nothing changed', async () => {
  const first = await get();
  expect(first.json()).toMatchObject({ type: 'ruleset', position: server.log.position, flags: [{ key: 'page' }, { key: 'internal' }] });
  expect(first.headers['cache-control']).toBe('private, no-cache');
  const tag = String(first.headers.etag);
  expect(tag).toMatch(/^"[^"]+"$/);
  const same = await get({ 'if-none-match': `"other", W/${tag}` });
  expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', tag]);
  await commit(2);
  const changed = await get({ 'if-none-match': tag });
  expect(changed.statusCode).toBe(200);
  expect(changed.headers.etag).not.toBe(tag);
});

test('it is compressed once for all who ask at a revision, and either form answers for the other', async () => {
  const [one, two] = [await get({ 'accept-encoding': 'br, gzip' }), await get({ 'accept-encoding': 'gzip;q=0.5' })];
  expect(one.headers['content-encoding']).toBe('gzip');
  expect(JSON.parse(gunzipSync(one.rawPayload).toString())).toEqual((await get()).json());
  const document = (await server.hub.feed('env-1')).document('server');
  expect(await document.compressed()).toBe(await document.compressed());
  expect(two.rawPayload.equals(await document.compressed())).toBe(true);
  expect((await get({ 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
  expect((await get({ 'if-none-match': String(one.headers.etag) })).statusCode).toBe(304);
  expect(one.headers.vary).toContain('accept-encoding');
});

test('a browser posts its context and gets what browsers may have, kept by no cache, readable by its page', async () => {
  const answer = await post(SHOP_KEY, { context: { country: 'NL' }, contextHash: 'h1' }, { origin: 'https://shop.example' });
  expect(answer.json()).toMatchObject({ type: 'ruleset', flags: [{ key: 'page' }], contextHash: 'h1' });
  expect(answer.json().flags).toHaveLength(1);
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'access-control-allow-origin': 'https://shop.example' });
  const other = await post(SHOP_KEY, { contextHash: 'h2' }, { origin: 'https://shop.example' });
  expect(other.headers.etag).not.toBe(answer.headers.etag);
});

test('a page of another origin is refused, in a way that it can read', async () => {
  const answer = await post(SHOP_KEY, {}, { origin: 'https://evil.example' });
  expect(answer.statusCode).toBe(403);
  expect(answer.json().detail).toContain('https://evil.example');
  expect(answer.headers['access-control-allow-origin']).toBe('https://evil.example');
});

test('a browser may ask beforehand, from any page', async () => {
  const answer = await server.app.inject({ method: 'OPTIONS', url, headers: { origin: 'https://shop.example' } });
  expect(answer.statusCode).toBe(204);
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, content-type, if-none-match',
  });
});

test.each([
  ['no key', {}, 401],
  ['an unknown key', bearer(`slu_sdk_nobody_${'x'.repeat(24)}`), 401],
  ['an automation token', bearer(TOKEN), 403],
  ['a client key that does not post', bearer(CLIENT_KEY), 403],
])('%s is refused', async (_what, headers, status) => {
  expect((await server.app.inject({ url, headers })).statusCode).toBe(status);
});

test('a server key that posts is told to get', async () => {
  expect((await post(SERVER_KEY)).statusCode).toBe(403);
});

test('a context with a prototype key, or of a wrong shape, is refused', async () => {
  const send = (text: string) =>
    server.app.inject({ method: 'POST', url, headers: { ...bearer(CLIENT_KEY), 'content-type': 'application/json' }, payload: text });
  expect((await send('{"context":{"__proto__":{}}}')).statusCode).toBe(400);
  expect((await send('{"context":7}')).statusCode).toBe(400);
  expect((await send(`{"context":{"text":"${'x'.repeat(70_000)}"}}`)).statusCode).toBe(413);
});

test('while the log cannot be read the ruleset is still given out', async () => {
  server.log.outage = new Error('the database is away');
  expect((await get()).statusCode).toBe(200);
});

test('the stream asked for as a page explains itself', async () => {
  const answer = await server.app.inject({ url: '/sdk/v1/stream' });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().detail).toContain('WebSocket');
});
