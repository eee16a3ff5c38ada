import type { StoredFlag } from '@sluice/core/schema';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../src/db/database.ts';
import { environments } from '../src/db/tables.ts';
import { commit, type Draft } from '../src/log/commit.ts';
import { createLogSource } from '../src/log/log-source.ts';
import { verifyLog } from '../src/log/verify.ts';
import { createProject } from '../src/projects/create-project.ts';
import { describeOnBoth } from './harness.ts';

const WHO = { actor: { kind: 'system', id: 'test', name: 'Test' }, source: 'api' } as const;

const flag = (key: string, version: number): StoredFlag => ({
  key,
  version,
  definition: { name: '', description: '', type: 'boolean', variants: { on: true }, tags: [], owner: '', clientSide: false, salt: key },
  configuration: { enabled: true, offVariant: 'on', prerequisites: [], rules: [], fallthrough: { variant: 'on' }, whenStale: 'keep' },
  kill: null,
});

/** How long a writer dawdles before each lock and inside each transaction, in questions to the database. */
const writes = fc.array(fc.record({ before: fc.nat(3), inside: fc.nat(4), where: fc.constantFrom('one', 'other', 'all') }), {
  minLength: 1,
  maxLength: 6,
});

describeOnBoth('the order of the log', (open, kind) => {
  let store: OpenDatabase;
  let projectId: string;
  let ids: Record<'one' | 'other', string>;
  let count = 0;
  beforeAll(async () => {
    store = await open();
    const named = (key: string) => ({ key, name: key, protected: false, colour: 'grey' as const });
    const project = await createProject(store, WHO, 'shop', { name: 'Shop', environments: [named('one'), named('other')] }, new Date());
    projectId = project.id;
    const rows = await store.db.select().from(environments).where(eq(environments.projectId, projectId));
    ids = Object.fromEntries(rows.map(({ key, id }) => [key, id])) as typeof ids;
  });

  const write = (where: 'one' | 'other' | 'all', inside: (draft: Draft) => Promise<unknown>) => {
    count += 1;
    const key = `flag-${count}`;
    const request = {
      ...WHO,
      projectId,
      environments: where === 'all' ? where : [ids[where]],
      cause: 'edit',
      reason: '',
      at: new Date(),
    } as const;
    return commit(store, { ...request, deadlineMs: 20_000 }, async (draft) => {
      await inside(draft);
      for (const environment of draft.environments) draft.write(environment, flag(key, 1));
    });
  };
  const dawdle = async (db: Pick<OpenDatabase['db'], 'execute'>, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await db.execute(sql`select 1`);
  };

  it('never shows a revision before a smaller one, however two writers interleave', async () => {
    const source = createLogSource(store);
    const plans = fc.tuple(writes, writes);
    await fc.assert(
      fc.asyncProperty(plans, async (both) => {
        const held = new Map((await source.ends()).map(({ environmentId, position }) => [environmentId, position.revision]));
        let writing = true;
        const writers = both.map(async (plan) => {
          for (const { before, inside, where } of plan) {
            await dawdle(store.db, before);
            await write(where, ({ tx }) => dawdle(tx, inside));
          }
        });
        const readers = [...held.keys()].map(async (id) => {
          for (let last = false; !last; ) {
            last = !writing;
            for (const { position } of await source.after(id, held.get(id) ?? 0)) {
              expect(position.revision).toBe((held.get(id) ?? 0) + 1);
              held.set(id, position.revision);
            }
          }
        });
        await Promise.all(writers).finally(() => {
          writing = false;
        });
        await Promise.all(readers);
        for (const { environmentId, position } of await source.ends()) expect(held.get(environmentId)).toBe(position.revision);
      }),
      { numRuns: 12 },
    );
    for (const id of Object.values(ids)) expect(await verifyLog(store.db, id)).toMatchObject({ sound: true });
  });

  it.skipIf(kind === 'pglite')('lets a later writer wait for the one before, and readers see neither meanwhile', async () => {
    const source = createLogSource(store);
    const { position } = await source.load(ids.one);
    let letGo: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let holds: () => void = () => {};
    const holding = new Promise<void>((resolve) => {
      holds = resolve;
    });
    const order: string[] = [];
    const first = write('one', async () => {
      holds();
      await held;
    }).then(() => order.push('first'));
    await holding;
    const second = write('one', async () => {}).then(() => order.push('second'));
    await write('other', async () => {}).then(() => order.push('elsewhere'));
    expect(await source.after(ids.one, position.revision)).toEqual([]);
    letGo();
    await Promise.all([first, second]);
    expect(order).toEqual(['elsewhere', 'first', 'second']);
    const rows = await source.after(ids.one, position.revision);
    expect(rows.map((row) => row.position.revision - position.revision)).toEqual([1, 2]);
  });
});
