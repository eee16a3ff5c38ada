import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../src/db/database.ts';
import type { Ring } from '../src/db/doorbell.ts';
import { readEpoch } from '../src/db/installation.ts';
import { people } from '../src/db/tables.ts';
import { describeOnBoth } from './harness.ts';

const person = (id: string) => ({ id, email: `${id}@example.com`, name: 'Ada', createdAt: new Date('2026-01-02T03:04:05.678Z') });
const ID = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describeOnBoth('the database', (open) => {
  let store: OpenDatabase;
  beforeAll(async () => {
    store = await open();
  });

  it('gives a new installation an epoch', async () => {
    expect(await readEpoch(store.db)).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps what a transaction wrote, to the millisecond', async () => {
    await store.transaction((tx) => tx.insert(people).values(person(ID(1))));
    expect(
      await store.db
        .select()
        .from(people)
        .where(eq(people.id, ID(1))),
    ).toMatchObject([person(ID(1))]);
  });

  it('keeps nothing of a transaction that throws', async () => {
    const failing = store.transaction(async (tx) => {
      await tx.insert(people).values(person(ID(2)));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(
      await store.db
        .select()
        .from(people)
        .where(eq(people.id, ID(2))),
    ).toEqual([]);
  });

  it('refuses the outer database inside a transaction at once, and goes on afterwards', async () => {
    await expect(store.transaction(async () => await store.db.select().from(people))).rejects.toThrow(/inside a transaction.*Use the `tx`/);
    await expect(store.transaction(async () => await store.transaction(async () => 1))).rejects.toThrow(/inside a transaction/);
    expect(await store.db.select().from(people)).not.toEqual([]);
  });

  it('lets work that a transaction began use the outer database once the transaction has ended', async () => {
    let afterwards: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      afterwards = resolve;
    });
    let late: Promise<unknown> = Promise.resolve();
    await store.transaction(async () => {
      late = ended.then(() => store.db.select().from(people));
    });
    afterwards();
    await expect(late).resolves.toBeInstanceOf(Array);
  });

  it('rings this process at once when told to', () => {
    const heard: Ring[] = [];
    const stop = store.doorbell.onRing((ring) => heard.push(ring));
    store.doorbell.ring({ about: 'environment', id: 'a', revision: 3 });
    stop();
    store.doorbell.ring({ about: 'environment', id: 'a', revision: 4 });
    expect(heard).toEqual([{ about: 'environment', id: 'a', revision: 3 }]);
  });
});
