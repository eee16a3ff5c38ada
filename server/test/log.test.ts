import { and, asc, eq, sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import type { Database, OpenDatabase } from '../src/db/database.ts';
import { changeEntities, changes, environments } from '../src/db/tables.ts';
import { bodyDigest, changeDigest, nextHead } from '../src/log/chain.ts';
import { createLogSource } from '../src/log/log-source.ts';
import { verifyLog } from '../src/log/verify.ts';
import { type Ask, BOOLEAN, CREATE, definition, inProduction, openShop } from './ask.ts';
import { describeOnBoth } from './harness.ts';

class Undo extends Error {}

/** What happens in a transaction that is rolled back. */
async function undone<T>(store: OpenDatabase, work: (tx: Database) => Promise<T>): Promise<T | undefined> {
  let result: T | undefined;
  const rolledBack = store.transaction(async (tx) => {
    result = await work(tx);
    throw new Undo();
  });
  await expect(rolledBack).rejects.toThrow(Undo);
  return result;
}

describeOnBoth('the log', (open) => {
  let ask: Ask;
  let production: string;
  beforeAll(async () => {
    ask = await openShop(open);
    for (const key of ['one', 'other']) await ask('PUT', definition(key), BOOLEAN, CREATE);
    const [row] = await ask.app.store.db.select().from(environments).where(eq(environments.key, 'production'));
    production = row?.id ?? '';
  });

  it('chains each row to the one before, by digests that can be computed again', async () => {
    const { db } = ask.app.store;
    await ask('PUT', `${inProduction('one')}/kill`, { reason: 'harm' });
    const rows = await db.select().from(changes).where(eq(changes.environmentId, production)).orderBy(asc(changes.revision));
    let head = '';
    for (const [index, row] of rows.entries()) {
      const entities = await db
        .select()
        .from(changeEntities)
        .where(and(eq(changeEntities.environmentId, production), eq(changeEntities.revision, row.revision)));
      for (const { body, digest } of entities) expect(bodyDigest(body)).toBe(digest);
      head = nextHead(head, changeDigest(row, entities));
      expect([row.revision, row.head]).toEqual([index + 1, head]);
    }
    expect(rows.length).toBeGreaterThan(2);
  });

  it('is verified, and an edit, a removal or an addition is found where it was made', async () => {
    const { store } = ask.app;
    expect(await verifyLog(store.db, production)).toMatchObject({ sound: true, revision: 3 });
    const row = and(eq(changes.environmentId, production), eq(changes.revision, 2));
    const entity = and(eq(changeEntities.environmentId, production), eq(changeEntities.revision, 2));
    const tampered = {
      'a reason': (tx: Database) => tx.update(changes).set({ reason: 'another' }).where(row),
      'a body': (tx: Database) => tx.update(changeEntities).set({ body: sql`'{"key":"other"}'::json` }).where(entity),
      'a digest': (tx: Database) =>
        tx
          .update(changes)
          .set({ digest: bodyDigest('forged') })
          .where(row),
      'an entity away': (tx: Database) => tx.delete(changeEntities).where(entity),
      'a row away': async (tx: Database) => {
        await tx.delete(changeEntities).where(entity);
        await tx.delete(changes).where(row);
      },
    };
    for (const [what, tamper] of Object.entries(tampered)) {
      const verdict = await undone(store, async (tx) => {
        await tamper(tx);
        return await verifyLog(tx, production);
      });
      expect([what, verdict]).toMatchObject([what, { sound: false, revision: 2 }]);
    }
  });

  it('stays sound when a body is erased', async () => {
    const { store } = ask.app;
    const verdict = await undone(store, async (tx) => {
      await tx.update(changeEntities).set({ body: null }).where(eq(changeEntities.environmentId, production));
      return await verifyLog(tx, production);
    });
    expect(verdict).toMatchObject({ sound: true, revision: 3 });
    expect((await ask('GET', '/projects/shop/environments/production/verification')).body).toEqual(verdict);
  });

  it('takes commands on one environment, on all and on the project at once, and none waits in a circle', async () => {
    const everywhere = ['development', 'staging', 'production'];
    const answers = await Promise.all([
      ...everywhere.map((key) => ask('PUT', `/projects/shop/environments/${key}/flags/other/kill`)),
      ask('PATCH', definition('other'), { owner: 'payments' }, { 'if-match': '"1"' }),
      ask('PUT', '/projects/shop/environments/canary', { name: 'Canary' }, CREATE),
      ask('PUT', definition('third'), BOOLEAN, CREATE),
      ask('PATCH', '/projects/shop/environments/staging', { name: 'Stage' }),
      ...everywhere.map((key) => ask('POST', '/projects/shop/keys', { kind: 'server', name: key, environment: key })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 201, 201, 200, 201, 201, 201]);
    for (const { id } of await ask.app.store.db.select().from(environments)) {
      expect(await verifyLog(ask.app.store.db, id)).toMatchObject({ sound: true });
    }
  });

  it('gives a node the state, and the positions from which SDKs resume', async () => {
    const state = await createLogSource(ask.app.store).load(production);
    expect(state.flags.map(({ key }) => key)).toEqual(['one', 'other', 'third']);
    expect(state.recent.at(-1)?.position).toEqual(state.position);
    expect(state.recent.map(({ position }) => position.revision)).toEqual(state.recent.map((_, index) => index + 1));
    expect(state.recent[0]?.flags).toEqual(['one']);
  });

  it('tells of a flag that left', async () => {
    const source = createLogSource(ask.app.store);
    const { position } = await source.load(production);
    await ask('PUT', definition('brief'), BOOLEAN, CREATE);
    await ask('DELETE', definition('brief'), undefined, { 'if-match': '"1"' });
    const rows = await source.after(production, position.revision);
    expect(rows.map(({ flags, removedFlags }) => [flags.map(({ key }) => key), removedFlags])).toEqual([
      [['brief'], []],
      [[], ['brief']],
    ]);
  });
});
