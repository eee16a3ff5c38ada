import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Doorbell } from './doorbell.ts';

/** Queries of either engine. A transaction is one too, so a query function takes what it is given. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export interface TransactionOptions {
  /** Longest time in ms from the call to the commit; past it the answer is `unavailable`. 1,900 unless said. */
  readonly deadlineMs?: number;
  /** Goes ahead of what waits (kill, rollback), where transactions queue behind each other. */
  readonly urgent?: boolean;
}

/** An open database: the same tables, queries and promises on PGlite and on Postgres. */
export interface OpenDatabase {
  readonly kind: 'pglite' | 'postgres';
  /** For reading outside a transaction. Used inside one it throws at once, since on PGlite it would wait for itself for ever. */
  readonly db: Database;
  /** Read committed. Throws `unavailable` (503) within the deadline when the database is away; a commit whose answer was lost may have been recorded. */
  transaction<T>(work: (tx: Database) => Promise<T>, options?: TransactionOptions): Promise<T>;
  readonly doorbell: Doorbell;
  close(): Promise<void>;
}
