import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { type Database, DEFAULT_DEADLINE_MS, type OpenDatabase, type Session } from './database.ts';
import { CHANNEL, createLocalDoorbell, parseRing } from './doorbell.ts';
import { DurableFiles, durableStart } from './durable-files.ts';
import { lockFolder } from './folder-lock.ts';
import { createTransactionGuard } from './inside.ts';
import { createTurnstile } from './turnstile.ts';

/** What a query runs on: the whole of PGlite, or one transaction of it. */
type Runner = Pick<PGlite, 'query'>;

export interface Engine {
  readonly database: OpenDatabase;
  withSession<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

/** Opens, and makes when it is not there, the embedded database in a folder that no other server may use meanwhile. */
export async function openFolder(folder: string, sync?: (descriptor: number) => void): Promise<Engine> {
  const lock = lockFolder(folder);
  try {
    const pglite = await PGlite.create({
      fs: new DurableFiles(join(folder, 'pglite'), sync),
      startParams: durableStart(PGlite.defaultStartParams),
    });
    await assertDurable(pglite);
    return await engineOf(pglite, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A database that lives as long as the process, for tests; `template` is what `dumpDataDir` gave. */
export async function openMemory(template?: Blob): Promise<Engine & { dump(): Promise<Blob> }> {
  const pglite = await PGlite.create(template === undefined ? {} : { loadDataDir: template });
  return { ...(await engineOf(pglite, () => {})), dump: () => pglite.dumpDataDir('none') };
}

async function assertDurable(pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ fsync: string }>('show fsync');
  if (rows[0]?.fsync !== 'on') throw new Error('The embedded database would not sync what it writes (fsync is off), so it was not opened.');
}

async function engineOf(pglite: PGlite, release: () => void): Promise<Engine> {
  const guard = createTransactionGuard();
  const turnstile = createTurnstile();
  const doorbell = createLocalDoorbell();
  await pglite.listen(CHANNEL, (text) => {
    const ring = parseRing(text);
    if (ring !== null) doorbell.ring(ring);
  });
  const outer: Runner = {
    query: (text, values, options) => {
      guard.refuseInside('The outer database');
      return pglite.query(text, values, options);
    },
  };
  const transaction: OpenDatabase['transaction'] = async (work, options = {}) => {
    guard.refuseInside('Another transaction');
    const order = { deadlineMs: options.deadlineMs ?? DEFAULT_DEADLINE_MS, urgent: options.urgent ?? false };
    return await turnstile.pass(
      () => pglite.transaction((inner) => guard.inside(() => work(queriesOn(inner as unknown as Runner)))),
      order,
    );
  };
  return {
    database: {
      kind: 'pglite',
      db: queriesOn(outer),
      transaction,
      doorbell,
      close: async () => {
        if (!pglite.closed) await pglite.close();
        release();
      },
    },
    withSession: (work) =>
      work({
        run: async (text) => void (await pglite.exec(text)),
        rows: async (text, values) => (await pglite.query<Record<string, unknown>>(text, [...(values ?? [])])).rows,
      }),
  };
}

function queriesOn(runner: Runner): Database {
  return drizzle({ client: runner as PGlite });
}
