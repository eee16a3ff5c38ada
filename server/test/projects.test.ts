import { asc, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { events } from '../src/db/tables.ts';
import { bodyDigest, eventDigest, nextHead } from '../src/log/chain.ts';
import { findProject } from '../src/projects/projects.queries.ts';
import { type Ask, BOOLEAN, CREATE, definition, inProduction, openShop, seen } from './ask.ts';
import { describeOnBoth } from './harness.ts';

describeOnBoth('projects', (open) => {
  let ask: Ask;
  beforeAll(async () => {
    ask = await openShop(open);
  });
  const eventsOf = async (project: string) => {
    const { db } = ask.app.store;
    const { id } = await findProject(db, project);
    return await db.select().from(events).where(eq(events.chain, id)).orderBy(asc(events.sequence));
  };

  it('begin with three environments, or with those that are named', async () => {
    const usual = (await ask('GET', '/projects/shop')).body;
    expect(usual.environments.map(({ key }: { key: string }) => key)).toEqual(['development', 'staging', 'production']);
    expect(usual.environments.map((environment: { protected: boolean }) => environment.protected)).toEqual([false, false, true]);
    const own = { name: 'Own', environments: [{ key: 'live', name: 'Live' }] };
    expect((await ask('PUT', '/projects/own', own, CREATE)).body.environments).toMatchObject([{ key: 'live', revision: 0 }]);
  });

  it.each([
    ['without If-None-Match', 'fresh', { name: 'Fresh' }, {}, 428],
    ['whose key is taken', 'shop', { name: 'Shop' }, CREATE, 409],
    ['with a key outside its grammar', 'Fresh', { name: 'Fresh' }, CREATE, 400],
    ['without a name', 'fresh', {}, CREATE, 400],
    [
      'with two environments of one key',
      'fresh',
      { name: 'F', environments: [1, 2].map((n) => ({ key: 'x', name: `${n}` })) },
      CREATE,
      400,
    ],
  ])('are refused %s', async (_what, key, body, headers, status) => {
    const before = (await ask('GET', '/projects')).body.items.length;
    expect((await ask('PUT', `/projects/${key}`, body, headers)).status).toBe(status);
    expect((await ask('GET', '/projects')).body.items).toHaveLength(before);
  });

  it('and environments leave an event for each change of a setting, and none for a change of nothing', async () => {
    await ask('PUT', '/projects/bank', { name: 'Bank' }, CREATE);
    expect((await ask('PATCH', '/projects/bank', { name: 'Great Bank' })).body.name).toBe('Great Bank');
    await ask('PATCH', '/projects/bank', { name: 'Great Bank' });
    const patched = await ask('PATCH', '/projects/bank/environments/staging', { colour: 'violet', protected: false });
    expect(patched.body).toMatchObject({ key: 'staging', colour: 'violet', protected: false });
    await ask('PUT', '/projects/bank/environments/canary', { name: 'Canary' }, CREATE);
    expect((await ask('PUT', '/projects/bank/environments/canary', { name: 'Canary' }, CREATE)).body.code).toBe('exists');
    expect((await eventsOf('bank')).map(({ kind, subject, body }) => [kind, subject, body])).toEqual([
      ['project.created', 'bank', { name: 'Bank', environments: ['development', 'staging', 'production'] }],
      ['project.changed', 'bank', { before: { name: 'Bank' }, after: { name: 'Great Bank' } }],
      ['environment.changed', 'staging', { before: { colour: 'blue' }, after: { colour: 'violet' } }],
      ['environment.created', 'canary', expect.objectContaining({ name: 'Canary' })],
    ]);
  });

  it('have a chain of events in which each is tied to the one before', async () => {
    let head = '';
    for (const event of await eventsOf('bank')) {
      head = nextHead(head, eventDigest({ ...event, bodyDigest: bodyDigest(event.body) }));
      expect(event.head).toBe(head);
    }
  });

  it('that are not there, and environments that are not, are named with what is', async () => {
    expect((await ask('GET', '/projects/nowhere')).body.detail).toBe('There is no project "nowhere".');
    const { status, body } = await ask('GET', '/projects/shop/environments/prod/flags');
    expect([status, body.detail]).toEqual([404, expect.stringContaining('it has development, staging, production')]);
  });

  it('are all a person may see, and one of them all that a token may', async () => {
    const { secret } = (await ask('POST', '/projects/shop/keys', { kind: 'automation', name: 'CI' })).body;
    const token = { authorization: `Bearer ${secret}` };
    const as = (method: 'GET' | 'PUT' | 'DELETE', url: string, headers = {}) =>
      ask.app.inject({ method, url: `/api/v1${url}`, headers: { ...token, ...headers } });
    expect((await as('GET', '/projects')).json().items.map(({ key }: { key: string }) => key)).toEqual(['shop']);
    expect((await as('GET', '/projects/bank')).statusCode).toBe(403);
    expect((await as('PUT', '/projects/fresh', CREATE)).statusCode).toBe(403);
  });

  it('let a token kill, and only a person revive, who may say which version was looked at', async () => {
    const { secret } = (await ask('POST', '/projects/shop/keys', { kind: 'automation', name: 'Pager' })).body;
    const headers = { authorization: `Bearer ${secret}` };
    await ask('PUT', definition('checkout'), BOOLEAN, CREATE);
    const url = `/api/v1${inProduction('checkout')}/kill`;
    expect((await ask.app.inject({ method: 'PUT', url, headers })).json().kill.by).toMatchObject({ kind: 'token', name: 'Pager' });
    const refused = await ask.app.inject({ method: 'DELETE', url, headers });
    expect([refused.statusCode, refused.json().detail]).toEqual([403, expect.stringContaining('Only a person')]);
    expect((await ask('DELETE', `${inProduction('checkout')}/kill`, undefined, seen(1))).body).toMatchObject({
      code: 'version-mismatch',
      current: 2,
    });
    const shown = await ask('DELETE', `${inProduction('checkout')}/kill?dryRun=true`, undefined, seen(2));
    expect(shown.body).toMatchObject({ version: 3, kill: null });
    expect((await ask('GET', `${inProduction('checkout')}/kill`)).body.kill).not.toBeNull();
    expect((await ask('DELETE', `${inProduction('checkout')}/kill`, undefined, seen(2))).body).toMatchObject({ version: 3, kill: null });
  });

  it('have an audit, newest first, page by page, of one flag or one environment', async () => {
    const all = (await ask('GET', '/projects/shop/audit')).body.items;
    const paged: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { items, next } = (await ask('GET', `/projects/shop/audit?limit=2${cursor}`)).body;
      paged.push(...items);
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(paged).toEqual(all);
    expect(all[0]).toMatchObject({
      cause: 'revive',
      environment: 'production',
      flags: [{ key: 'checkout', version: 3 }],
      actor: { kind: 'person' },
    });
    const staging = (await ask('GET', '/projects/shop/audit?environment=staging')).body.items;
    expect(new Set(staging.map(({ environment }: { environment: string }) => environment))).toEqual(new Set(['staging']));
    expect((await ask('GET', '/projects/shop/audit?flag=nothing')).body.items).toEqual([]);
    expect((await ask('GET', '/projects/shop/audit?environment=nowhere')).status).toBe(404);
  });
});
