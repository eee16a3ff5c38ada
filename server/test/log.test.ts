import { and, asc, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { changeEntities, changes, environments } from '../src/db/tables.ts';
import { bodyDigest, changeDigest, nextHead } from '../src/log/chain.ts';
import { createLogSource } from '../src/log/log-source.ts';
import { type Ask, BOOLEAN, CREATE, definition, inProduction, openShop } from './ask.ts';
import { describeOnBoth } from './harness.ts';

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

  it('never shows a revision before a smaller one, however writers interleave', async () => {
    const source = createLogSource(ask.app.store);
    let held = (await source.load(production)).position;
    const start = held.revision;
    const readOn = async () => {
      for (const { position } of await source.after(production, held.revision)) {
        expect(position.revision).toBe(held.revision + 1);
        held = position;
      }
    };
    const stop = source.onRing(() => void readOn);
    const flip = (key: string, round: number) =>
      round % 2 === 0 ? ask('PUT', `${inProduction(key)}/kill`, { reason: `${round}` }) : ask('DELETE', `${inProduction(key)}/kill`);
    await ask('DELETE', `${inProduction('one')}/kill`);
    for (let round = 0; round < 12; round += 1) {
      const writes = Promise.all([flip('one', round), flip('other', round)]);
      await Promise.all([readOn().then(readOn), writes]);
    }
    await readOn();
    stop();
    expect(held.revision).toBe(start + 1 + 24);
    expect(await source.ends()).toContainEqual(expect.objectContaining({ environmentId: production, position: held }));
  });

  it('gives a node the state, and the positions from which SDKs resume', async () => {
    const state = await createLogSource(ask.app.store).load(production);
    expect(state.flags.map(({ key }) => key)).toEqual(['one', 'other']);
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
