import { randomUUID } from 'node:crypto';
import type { Database, OpenDatabase } from './database.ts';
import { installation } from './tables.ts';

/** Gives a new installation its epoch; one that has it keeps it. */
export async function prepareInstallation(store: OpenDatabase, now: Date): Promise<void> {
  await store.db.insert(installation).values({ epoch: randomUUID(), createdAt: now }).onConflictDoNothing();
}

/** The epoch of this history: within one, no revision ever goes back. */
export async function readEpoch(db: Database): Promise<string> {
  const [row] = await db.select({ epoch: installation.epoch }).from(installation);
  if (row === undefined) throw new Error('This database has no installation row; it was opened without being prepared.');
  return row.epoch;
}
