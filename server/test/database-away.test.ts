import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../src/db/database.ts';
import { prepare } from '../src/db/open.ts';
import { openPostgres } from '../src/db/postgres.ts';
import { people } from '../src/db/tables.ts';
import { SluiceProblem } from '../src/http/problem.ts';
import { BOOLEAN, CREATE, definition, inProduction, openShop, seen } from './ask.ts';
import { createPostgres, openTestPostgres } from './harness.ts';
import { openWire, type Wire } from './wire.ts';

const quiet = { warn: () => {} };
const person = { id: '00000000-0000-4000-8000-000000000001', email: 'a@example.com', name: 'Ada', createdAt: new Date(0) };

async function refusal(work: Promise<unknown>): Promise<{ problem: SluiceProblem; ms: number }> {
  const began = performance.now();
  const problem = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(problem instanceof SluiceProblem)) throw new Error(`Expected a problem, got ${String(problem)}`);
  return { problem, ms: performance.now() - began };
}

describe('a Postgres that is away', () => {
  let postgres: Awaited<ReturnType<typeof createPostgres>>;
  let wire: Wire & { close(): Promise<void> };
  let store: OpenDatabase;
  beforeAll(async () => {
    postgres = await createPostgres();
    await (await prepare(await openPostgres(postgres.url, quiet), () => new Date())).close();
  });
  beforeEach(async () => {
    wire = await openWire(postgres.url);
    store = (await openPostgres(wire.url, quiet)).database;
    return async () => {
      await wire.close();
      await store.close();
    };
  });
  afterAll(() => postgres.drop());

  const write = (): Promise<unknown> => store.transaction((tx) => tx.update(people).set({ name: 'Grace' }));

  it('is unavailable within two seconds when nothing answers any more', async () => {
    await write();
    wire.silence();
    const { problem, ms } = await refusal(write());
    expect([problem.code, problem.status, problem.extra.retryAfterSeconds]).toEqual(['unavailable', 503, 1]);
    expect(ms).toBeLessThan(2_000);
  });

  it('is unavailable at once when connections are refused, and the process lives on', async () => {
    await write();
    await wire.cut();
    const { problem, ms } = await refusal(write());
    expect(problem.code).toBe('unavailable');
    expect(ms).toBeLessThan(2_000);
  });

  it('may have recorded a change whose commit was not answered, and says so', async () => {
    const lost = store.transaction(async (tx) => {
      await tx.insert(people).values(person);
      wire.silence();
    });
    const { problem, ms } = await refusal(lost);
    expect(problem.message).toContain('may or may not be recorded');
    expect(ms).toBeLessThan(2_000);
  });

  it('is unavailable within two seconds when another transaction holds the row for long', async () => {
    const other = (await openPostgres(postgres.url, quiet)).database;
    let letGo: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let holds: () => void = () => {};
    const holding = new Promise<void>((resolve) => {
      holds = resolve;
    });
    const holder = other.transaction(
      async (tx) => {
        await tx.execute(sql`select * from installation for update`);
        holds();
        await held;
      },
      { deadlineMs: 10_000 },
    );
    await holding;
    const { problem, ms } = await refusal(store.transaction((tx) => tx.execute(sql`select * from installation for update`)));
    expect(problem.code).toBe('unavailable');
    expect(ms).toBeLessThan(2_000);
    letGo();
    await holder;
    await other.close();
  });
});

describe('REST without its database', () => {
  it('answers every write 503 with Retry-After within two seconds, and writes again when it is back', async () => {
    const away = { now: false };
    const ask = await openShop(async () => {
      const open = await openTestPostgres();
      const transaction: OpenDatabase['transaction'] = (work, options) =>
        open.transaction(async (tx) => {
          if (away.now) await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
          return await work(tx);
        }, options);
      return { ...open, transaction };
    });
    await ask('PUT', definition('a'), BOOLEAN, CREATE);
    away.now = true;
    const writes = [
      ask('PATCH', inProduction('a'), { enabled: true }, seen(1)),
      ask('PUT', `${inProduction('a')}/kill`),
      ask('PUT', definition('b'), BOOLEAN, CREATE),
      ask('DELETE', definition('a'), undefined, seen(1)),
    ];
    for (const answer of await Promise.all(writes)) expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
    away.now = false;
    expect((await ask('PATCH', inProduction('a'), { enabled: true }, seen(1))).status).toBe(200);
    await ask.app.close();
    await ask.app.store.close();
  });
});
