import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Doorbell } from './doorbell.ts';

/**
 * Queries of either engine, inside a transaction or outside. It cannot begin a transaction itself: only
 * `OpenDatabase.transaction` can, so none is ever nested in another.
 */
export type Database = Omit<PgDatabase<PgQueryResultHKT, Record<string, never>>, 'transaction'>;

export interface TransactionOptions {
  /** Longest time in ms from the call to the commit; past it the answer is `unavailable`. 1,700 unless said. */
  readonly deadlineMs?: number;
  /** Goes ahead of what waits (kill, rollback), where transactions queue behind each other. */
  readonly urgent?: boolean;
  /** Reads everything at one instant and writes nothing. */
  readonly snapshot?: boolean;
}

/** An open database: the same tables, queries and promises on PGlite and on Postgres. */
export interface OpenDatabase {
  readonly kind: 'pglite' | 'postgres';
  /** For reading outside a transaction. Used inside one it throws at once, since on PGlite it would wait for itself for ever. */
  readonly db: Database;
  /**
   * Read committed. Throws `unavailable` (503) within the deadline when the database is away; a commit whose answer was lost
   * may have been recorded.
   */
  transaction<T>(work: (tx: Database) => Promise<T>, options?: TransactionOptions): Promise<T>;
  readonly doorbell: Doorbell;
  close(): Promise<void>;
}

/** One session for DDL: several statements in one text, and no deadline. */
export interface Session {
  run(text: string): Promise<void>;
  rows(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

/** Where the database reports what nobody waits for, such as a listener that lost its connection. */
export interface DatabaseLog {
  warn(details: object, message: string): void;
}

/** With a margin for what comes before and after, a request is answered within two seconds. */
export const DEFAULT_DEADLINE_MS = 1_700;
