import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import { openApp, signInPerson } from '../app.ts';
import { type Ask, BOOLEAN, CREATE, definition, inProduction, openShop, seen } from '../ask.ts';
import { describeOnBoth } from '../harness.ts';
import { TestSocket } from './test-socket.ts';

const OPS = ['sluice.ops.v1'];
const PRODUCTION = { project: 'shop', environment: 'production' };

interface Live {
  readonly type: string;
  readonly message: {
    readonly type: string;
    readonly position: { readonly revision: number; readonly head: string };
    readonly epoch: string;
  };
}

describeOnBoth('the stream over a real log', (open) => {
  let ask: Ask;
  let url: string;
  let serverKey: { id: string; secret: string };
  let flags = 0;

  beforeAll(async () => {
    ask = await openShop(open);
    url = await listen(ask.app);
    serverKey = (await ask('POST', '/projects/shop/keys', { kind: 'server', name: 'Shop', environment: 'production' })).body;
    return () => ask.app.close();
  });

  async function listen(app: FastifyInstance): Promise<string> {
    await app.listen({ host: '127.0.0.1', port: 0 });
    return `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  }

  /** As a browser opens it: with its cookie, and the origin of the page. */
  async function dashboard(headers: Record<string, string> = {}): Promise<TestSocket> {
    const { cookie = '' } = await signInPerson(ask.app, `person-${flags}@example.com`);
    const socket = new TestSocket(`${url}/api/v1/live`, OPS, { headers: { cookie, origin: url.replace('ws', 'http'), ...headers } });
    await once(socket.ws, 'open');
    return socket;
  }

  /** Resolves once the hub has read what REST has answered. */
  async function inMemory(): Promise<void> {
    for (const environment of ['production', 'staging']) await ask.app.hub.findFeed('shop', environment)?.caughtUp();
  }

  /** The flag, once whoever connects finds it in memory. */
  async function createFlag(): Promise<string> {
    const key = `flag-${++flags}`;
    await ask('PUT', definition(key), BOOLEAN, CREATE);
    await inMemory();
    return key;
  }

  async function flip(key: string, version: number, enabled = true): Promise<void> {
    const { status, body } = await ask('PATCH', inProduction(key), { enabled }, seen(version));
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  test('a flip reaches SDK and dashboard alike, and the resume after a restart is a delta', async () => {
    const key = await createFlag();
    const [sdk, page] = [await TestSocket.sdk(url, serverKey.secret), await dashboard()];
    sdk.hello();
    page.send({ type: 'subscribe', ...PRODUCTION });
    const held = await sdk.news<Live['message']>();
    expect(await page.news()).toMatchObject({ type: 'flags', ...PRODUCTION, message: held });
    await flip(key, 1);
    const delta = await sdk.news<Live['message']>();
    expect(delta).toMatchObject({ type: 'delta', from: held.position, flags: [{ key, enabled: true, version: 2 }] });
    expect(await page.news()).toMatchObject({ type: 'flags', ...PRODUCTION, message: delta });

    await ask('PUT', `${inProduction(key)}/kill`, { reason: 'test' });
    expect(await sdk.news()).toMatchObject({ type: 'delta', cause: 'kill', flags: [{ key, killedAt: expect.any(String) }] });
    const restarted = await openApp(ask.app.store);
    const again = await TestSocket.sdk(await listen(restarted), serverKey.secret);
    again.hello({ epoch: held.epoch, position: held.position });
    expect(await again.news()).toMatchObject({ type: 'delta', from: held.position, flags: [{ key, version: 3 }] });
    await restarted.close();
  });

  test('a flag that is archived is removed from whoever follows', async () => {
    const key = await createFlag();
    const sdk = await TestSocket.sdk(url, serverKey.secret);
    sdk.hello();
    await sdk.news();
    const { etag = '' } = await ask('GET', definition(key));
    await ask('DELETE', definition(key), undefined, { 'if-match': etag });
    expect(await sdk.news()).toMatchObject({ type: 'delta', flags: [], removed: { flags: [key] } });
  });

  test('a dashboard follows several environments, stops following, and resumes by position', async () => {
    const key = await createFlag();
    const page = await dashboard();
    for (const environment of ['production', 'staging']) page.send({ type: 'subscribe', project: 'shop', environment });
    const [production, staging] = [await page.news<Live>(), await page.news<Live>()];
    expect([production, staging]).toMatchObject([{ environment: 'production' }, { environment: 'staging' }]);
    page.send({ type: 'unsubscribe', ...PRODUCTION });
    page.send({ type: 'subscribe', project: 'shop', environment: 'nowhere' });
    expect(await page.news()).toMatchObject({ type: 'problem', environment: 'nowhere', code: 'not-found' });
    await flip(key, 1);
    await inMemory();
    const { epoch, position } = production.message;
    page.send({ type: 'subscribe', ...PRODUCTION, epoch, position });
    expect(await page.news()).toMatchObject({ environment: 'production', message: { type: 'delta', from: position, flags: [{ key }] } });
  });

  test('when a key is revoked, its connections close at once', async () => {
    const { body: key } = await ask('POST', '/projects/shop/keys', { kind: 'server', name: 'Short', environment: 'production' });
    const sdk = await TestSocket.sdk(url, key.secret);
    sdk.hello();
    await sdk.news();
    const from = Date.now();
    await ask('DELETE', `/projects/shop/keys/${key.id}`);
    expect(await sdk.closed).toMatchObject({ code: 4401 });
    expect(Date.now() - from).toBeLessThan(1_000);
  });

  test('who signed out is disconnected by the next event', async () => {
    const { cookie = '' } = await signInPerson(ask.app, 'leaving@example.com');
    const page = new TestSocket(`${url}/api/v1/live`, OPS, { headers: { cookie, origin: url.replace('ws', 'http') } });
    await once(page.ws, 'open');
    await ask.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie, 'sec-fetch-site': 'same-origin' } });
    ask.app.store.doorbell.ring({ about: 'events', id: 'installation', revision: 0 });
    expect(await page.closed).toMatchObject({ code: 4401 });
  });

  test('nobody, and a page of another site, are told so by the close code', async () => {
    const nobody = new TestSocket(`${url}/api/v1/live`, OPS, { headers: { origin: url.replace('ws', 'http') } });
    expect(await nobody.closed).toMatchObject({ code: 4401 });
    expect(await (await dashboard({ origin: 'https://evil.example' })).closed).toMatchObject({ code: 4403 });
  });

  test('an automation token follows its own project alone', async () => {
    const { body: token } = await ask('POST', '/projects/shop/keys', { kind: 'automation', name: 'Watcher' });
    await ask('PUT', '/projects/bank', { name: 'Bank' }, CREATE);
    const watcher = new TestSocket(`${url}/api/v1/live`, OPS, { headers: { authorization: `Bearer ${token.secret}` } });
    await once(watcher.ws, 'open');
    watcher.send({ type: 'subscribe', ...PRODUCTION });
    expect(await watcher.news()).toMatchObject({ type: 'flags', ...PRODUCTION });
    watcher.send({ type: 'subscribe', project: 'bank', environment: 'production' });
    expect(await watcher.news()).toMatchObject({ type: 'problem', code: 'forbidden' });
    await ask('DELETE', `/projects/shop/keys/${token.id}`);
    expect(await watcher.closed).toMatchObject({ code: 4401 });
  });

  test('an environment that is made while the server runs can be followed at once', async () => {
    await ask('PUT', '/projects/shop/environments/canary', { name: 'Canary' }, CREATE);
    const { body: key } = await ask('POST', '/projects/shop/keys', { kind: 'server', name: 'Canary', environment: 'canary' });
    const [sdk, page] = [await TestSocket.sdk(url, key.secret), await dashboard()];
    sdk.hello();
    expect(await sdk.news()).toMatchObject({ type: 'ruleset', environment: { key: 'canary' } });
    page.send({ type: 'subscribe', project: 'shop', environment: 'canary' });
    expect(await page.news()).toMatchObject({ type: 'flags', environment: 'canary' });
  });
});
