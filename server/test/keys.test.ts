import type { FastifyInstance } from 'fastify';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenDatabase } from '../src/db/database.ts';
import type { Ring } from '../src/db/doorbell.ts';
import { apiKeys, events } from '../src/db/tables.ts';
import { findKey } from '../src/keys/keys.queries.ts';
import { createProject } from '../src/projects/create-project.ts';
import { openApp, signInPerson } from './app.ts';
import { describeOnBoth } from './harness.ts';

const system = { actor: { kind: 'person', id: 'p', name: 'Somebody' }, source: 'dashboard' } as const;

describeOnBoth('keys', (open) => {
  let store: OpenDatabase;
  let app: FastifyInstance;
  let person: Record<string, string>;

  beforeAll(async () => {
    store = await open();
    for (const key of ['shop', 'bank']) await createProject(store, system, key, { name: key }, new Date());
  });
  beforeEach(async () => {
    app = await openApp(store);
    person = await signInPerson(app);
    return () => app.close();
  });

  const make = (draft: object, headers = person) =>
    app.inject({ method: 'POST', url: '/api/v1/projects/shop/keys', headers, payload: draft });
  const list = (url = '/api/v1/projects/shop/keys', headers = person) => app.inject({ url, headers });
  const revoke = (id: string) => app.inject({ method: 'DELETE', url: `/api/v1/projects/shop/keys/${id}`, headers: person });
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

  test('the secret of a server key is answered once and kept nowhere', async () => {
    const made = (await make({ kind: 'server', name: 'Shop', environment: 'production' })).json();
    expect(made).toMatchObject({
      kind: 'server',
      environment: 'production',
      secret: expect.stringMatching(/^slu_sdk_[a-z0-9]{12}_[a-z0-9]{38}$/),
    });
    expect(made.secret.startsWith(`${made.prefix}_`)).toBe(true);
    const listed = (await list()).json().items.find((key: { id: string }) => key.id === made.id);
    expect(listed).toEqual({ ...made, secret: null });
    const secretPart = made.secret.split('_').at(-1);
    expect(JSON.stringify([await store.db.select().from(apiKeys), await store.db.select().from(events)])).not.toContain(secretPart);
  });

  test('a client key is public, so that it can be read again for a snippet', async () => {
    const made = (await make({ kind: 'client', name: 'Page', environment: 'production', origins: ['https://shop.example'] })).json();
    const listed = (await list()).json().items.find((key: { id: string }) => key.id === made.id);
    expect(listed.secret).toBe(made.secret);
    expect(made.secret).toMatch(/^slu_pub_/);
  });

  test('a key is found by its secret with its place, and by nothing that is nearly it', async () => {
    const { secret, id } = (await make({ kind: 'client', name: 'Page', environment: 'staging', origins: ['https://shop.example'] })).json();
    expect(await findKey(store.db, secret)).toEqual({
      id,
      kind: 'client',
      name: 'Page',
      projectKey: 'shop',
      environmentKey: 'staging',
      projectId: expect.any(String),
      environmentId: expect.any(String),
      origins: ['https://shop.example'],
      revokedAt: null,
    });
    const last = secret.at(-1) === 'a' ? 'b' : 'a';
    for (const wrong of [secret.slice(0, -1) + last, `${secret}a`, secret.replace('slu_pub_', 'slu_sdk_'), id, '', `${secret}\n`]) {
      expect(await findKey(store.db, wrong)).toBeNull();
    }
  });

  test('a token speaks for its own project alone, and cannot make projects', async () => {
    const { secret } = (await make({ kind: 'automation', name: 'CI' })).json();
    expect((await list(undefined, bearer(secret))).statusCode).toBe(200);
    expect((await list('/api/v1/projects/bank/keys', bearer(secret))).json()).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('"shop"'),
    });
    const put = await app.inject({
      method: 'PUT',
      url: '/api/v1/projects/other',
      headers: { ...bearer(secret), 'if-none-match': '*' },
      payload: { name: 'Other' },
    });
    expect(put.json()).toMatchObject({ code: 'forbidden' });
  });

  test("a request with a token is not its cookie's owner, even when the token is wrong", async () => {
    expect((await list(undefined, { ...person, authorization: `Bearer slu_api_nobody_${'a'.repeat(28)}` })).json()).toMatchObject({
      code: 'unauthenticated',
    });
    expect((await list(undefined, { ...person, authorization: 'Bearer' })).json()).toMatchObject({ code: 'unauthenticated' });
  });

  test('a proxy with a password of its own does not hide the session', async () => {
    expect((await list(undefined, { ...person, authorization: 'Basic YTpi' })).statusCode).toBe(200);
  });

  test('a token may write without saying which page sends it', async () => {
    const { secret } = (await make({ kind: 'automation', name: 'CI' })).json();
    expect((await make({ kind: 'automation', name: 'CI 2' }, bearer(secret))).statusCode).toBe(201);
  });

  test('a key for SDKs does not open the API', async () => {
    const { secret } = (await make({ kind: 'server', name: 'Shop', environment: 'production' })).json();
    expect((await list(undefined, bearer(secret))).json()).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('server key'),
    });
  });

  test('a revoked key opens nothing from then on, stays in the list, and every node is told', async () => {
    const { secret, id } = (await make({ kind: 'automation', name: 'CI' })).json();
    const rings: Ring[] = [];
    const stop = store.doorbell.onRing((ring) => rings.push(ring));
    const revoked = await revoke(id);
    stop();
    expect(revoked.json().revokedAt).not.toBeNull();
    expect(rings.some((ring) => ring.about === 'events')).toBe(true);
    expect((await list(undefined, bearer(secret))).json()).toMatchObject({
      code: 'unauthenticated',
      detail: expect.stringContaining('was revoked at'),
    });
    expect((await revoke(id)).json()).toEqual(revoked.json());
  });

  test('a key of another project cannot be revoked from this one', async () => {
    const made = await app.inject({
      method: 'POST',
      url: '/api/v1/projects/bank/keys',
      headers: person,
      payload: { kind: 'automation', name: 'CI' },
    });
    expect((await revoke(made.json().id)).json()).toMatchObject({ code: 'not-found' });
  });

  test('making and revoking are events that name who did it, once each', async () => {
    const { id } = (await make({ kind: 'automation', name: 'CI' })).json();
    await revoke(id);
    await revoke(id);
    const written = (await store.db.select().from(events)).filter(({ subject }) => subject === id);
    expect(written.map(({ kind, actor }) => [kind, actor.name])).toEqual([
      ['key.made', 'Ada'],
      ['key.revoked', 'Ada'],
    ]);
  });

  test.each([
    [{ kind: 'server', name: 'x' }, '#/environment'],
    [{ kind: 'automation', name: 'x', environment: 'production' }, '#/environment'],
    [{ kind: 'server', name: 'x', environment: 'production', origins: ['https://a.example'] }, '#/origins'],
    [{ kind: 'client', name: 'x', environment: 'production', origins: ['shop.example'] }, '#/origins/0'],
    [{ kind: 'master', name: 'x' }, '#/kind'],
    [{ kind: 'automation', name: '' }, '#/name'],
  ])('%j is refused with a pointer to what does not fit', async (draft, pointer) => {
    expect((await make(draft)).json()).toMatchObject({ code: 'invalid-request', errors: [{ pointer }] });
  });

  test('an environment or project that is not there is named', async () => {
    expect((await make({ kind: 'server', name: 'x', environment: 'moon' })).json()).toMatchObject({
      code: 'not-found',
      detail: expect.stringContaining('moon'),
    });
    expect((await list('/api/v1/projects/nope/keys')).json()).toMatchObject({ code: 'not-found', detail: expect.stringContaining('nope') });
  });

  test('the list comes in pages without holes or repeats', async () => {
    const all: string[] = [];
    let url = '/api/v1/projects/shop/keys?limit=3';
    for (;;) {
      const { items, next } = (await list(url)).json();
      all.push(...items.map((key: { id: string }) => key.id));
      if (next === null) break;
      url = `/api/v1/projects/shop/keys?limit=3&cursor=${next}`;
    }
    const whole = (await list('/api/v1/projects/shop/keys?limit=200')).json().items.map((key: { id: string }) => key.id);
    expect(all).toEqual(whole);
    expect((await list('/api/v1/projects/shop/keys?cursor=nonsense')).json()).toMatchObject({ code: 'invalid-request' });
  });

  test('when a key was used last is known once the server has written it down', async () => {
    const { secret, id } = (await make({ kind: 'automation', name: 'CI' })).json();
    await list(undefined, bearer(secret));
    await app.close();
    app = await openApp(store);
    const listed = (await list(undefined, await signInPerson(app))).json().items.find((key: { id: string }) => key.id === id);
    expect(listed.lastUsedAt).not.toBeNull();
  });
});
