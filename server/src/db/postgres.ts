import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { asUnavailable, unavailable } from './away.ts';
import {
  type Database,
  type DatabaseLog,
  DEFAULT_DEADLINE_MS,
  type OpenDatabase,
  type Session,
  type TransactionOptions,
} from './database.ts';
import { createTransactionGuard } from './inside.ts';
import { LISTENER_TIMES, Listener, type ListenerTimes } from './listener.ts';
import type { Engine } from './pglite.ts';

/** What a query runs on: the pool, or the connection of one transaction. */
type Runner = Pick<pg.Pool, 'query'>;

const CONNECT_MS = 1_500;
/** How long connections may take to say goodbye. */
const LAST_WORD_MS = 1_000;
/** Longest wait for one answer outside a transaction; a connection that goes silent is found by it. */
const QUERY_MS = 10_000;

/**
 * Opens a Postgres by its address, with one further connection that listens. Waits for nothing that is not there.
 * @throws Error in words when the database cannot be reached, or when its notifications do not arrive.
 */
export async function openPostgres(url: string, log: DatabaseLog, times: ListenerTimes = LISTENER_TIMES): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
    application_name: 'sluice',
  });
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the database was lost while idle'));
  await assertReachable(pool, url);
  const listener = new Listener({ url, log, notify: (channel, text) => pool.query('select pg_notify($1, $2)', [channel, text]), times });
  try {
    await listener.start();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    database: {
      ...databaseOf(pool),
      doorbell: listener.doorbell,
      close: async () => void (await Promise.all([listener.close(), endPool(pool)])),
    },
    withSession: (work) => withSession(url, work),
  };
}

/** Connections that no longer answer are left to the end of the process. */
async function endPool(pool: pg.Pool): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_WORD_MS);
  });
  await Promise.race([pool.end(), patience]);
  clearTimeout(timer);
}

function databaseOf(pool: pg.Pool): Pick<OpenDatabase, 'kind' | 'db' | 'transaction'> {
  const guard = createTransactionGuard();
  const outer = {
    query: (...query: Parameters<pg.Pool['query']>) => {
      guard.refuseInside('The outer database');
      return pool.query(...query);
    },
  } as Runner;
  return {
    kind: 'postgres',
    db: queriesOn(outer),
    transaction: async (work, options = {}) => {
      guard.refuseInside('Another transaction');
      return await transact(pool, (tx) => guard.inside(() => work(tx)), options);
    },
  };
}

async function transact<T>(pool: pg.Pool, work: (tx: Database) => Promise<T>, options: TransactionOptions): Promise<T> {
  const deadline = createDeadline(options.deadlineMs ?? DEFAULT_DEADLINE_MS);
  let client: pg.PoolClient | undefined;
  let committing = false;
  try {
    const connecting = pool.connect();
    connecting.then(
      (late) => deadline.passed() && late.release(),
      () => {},
    );
    client = await deadline.race(connecting);
    client.on('error', ignore);
    await deadline.race(client.query(beginning(options, deadline.leftMs())));
    const result = await deadline.race(work(queriesOn(client)));
    committing = true;
    await deadline.race(client.query('commit'));
    finish(client);
    return result;
  } catch (error) {
    if (client !== undefined) await abandon(client, error, deadline.passed());
    throw inWords(error, committing);
  } finally {
    deadline.clear();
  }
}

function beginning({ snapshot }: TransactionOptions, leftMs: number): string {
  const mode = snapshot === true ? ' isolation level repeatable read read only' : '';
  const limit = Math.max(1, Math.ceil(leftMs));
  return `begin${mode}; set local lock_timeout = ${limit}; set local statement_timeout = ${limit}; set local idle_in_transaction_session_timeout = ${limit + 1_000}`;
}

function ignore(): void {}

function finish(client: pg.PoolClient, broken = false): void {
  client.off('error', ignore);
  client.release(broken);
}

/** Rolls back where the connection still answers; else the connection is thrown away, and Postgres rolls back by itself. */
async function abandon(client: pg.PoolClient, error: unknown, late: boolean): Promise<void> {
  if (late || asUnavailable(error) !== null) return finish(client, true);
  try {
    await client.query('rollback');
    finish(client);
  } catch {
    finish(client, true);
  }
}

function inWords(error: unknown, committing: boolean): unknown {
  const away = asUnavailable(error);
  if (away === null || !committing) return away ?? error;
  return unavailable(
    'The database went away while it recorded this change, so it may or may not be recorded. Read the present state before you try again.',
  );
}

interface Deadline {
  race<T>(promise: Promise<T>): Promise<T>;
  leftMs(): number;
  passed(): boolean;
  clear(): void;
}

function createDeadline(ms: number): Deadline {
  const end = performance.now() + ms;
  let passed = false;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      passed = true;
      reject(unavailable(`The database did not answer within ${ms} ms; nothing was changed. Try again.`));
    }, ms);
  });
  over.catch(ignore);
  return {
    race: (promise) => Promise.race([promise, over]),
    leftMs: () => end - performance.now(),
    passed: () => passed,
    clear: () => clearTimeout(timer),
  };
}

async function assertReachable(pool: pg.Pool, url: string): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    throw new Error(
      `The database at ${whereIs(url)} cannot be used: ${(error as Error).message || String((error as NodeJS.ErrnoException).code)}. Check SLUICE_DATABASE_URL, and that the database runs.`,
      { cause: error },
    );
  }
}

/** Host, port and name of a database, and no secret. */
function whereIs(url: string): string {
  if (!URL.canParse(url)) return 'the given address';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

async function withSession<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS, application_name: 'sluice migrations' });
  client.on('error', ignore);
  await client.connect();
  try {
    return await work({
      run: async (text) => void (await client.query(text)),
      rows: async (text, values) => (await client.query<Record<string, unknown>>(text, [...(values ?? [])])).rows,
    });
  } finally {
    await client.end();
  }
}

function queriesOn(runner: Runner): Database {
  return drizzle({ client: runner as pg.Pool });
}
