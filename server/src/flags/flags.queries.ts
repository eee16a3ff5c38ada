import type { StoredFlag } from '@sluice/core/schema';
import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { environmentFlags, flags } from '../db/tables.ts';
import { SluiceProblem } from '../http/problem.ts';

export type FlagRow = typeof flags.$inferSelect;
export type EnvironmentFlagRow = typeof environmentFlags.$inferSelect;

/** @throws `not-found`, in words; an archived flag is found only when `archived` says so. */
export async function findFlag(
  db: Database,
  projectId: string,
  key: string,
  archived: 'refused' | 'allowed' = 'refused',
): Promise<FlagRow> {
  const [row] = await db
    .select()
    .from(flags)
    .where(and(eq(flags.projectId, projectId), eq(flags.key, key)));
  if (row === undefined) throw new SluiceProblem('not-found', `There is no flag "${key}".`);
  if (row.archivedAt !== null && archived === 'refused') {
    throw new SluiceProblem(
      'not-found',
      `The flag "${key}" is archived since ${row.archivedAt.toISOString()}. Unarchive it to use it again.`,
    );
  }
  return row;
}

/** Flags of a project that are not archived. */
export async function flagRowsOf(db: Database, projectId: string): Promise<FlagRow[]> {
  return await db
    .select()
    .from(flags)
    .where(and(eq(flags.projectId, projectId), isNull(flags.archivedAt)))
    .orderBy(asc(flags.key));
}

export interface Slice {
  /** The last key of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

export async function listFlags(db: Database, projectId: string, archived: boolean, { after, limit }: Slice): Promise<FlagRow[]> {
  const state = archived ? isNotNull(flags.archivedAt) : isNull(flags.archivedAt);
  return await db
    .select()
    .from(flags)
    .where(and(eq(flags.projectId, projectId), state, after === null ? undefined : gt(flags.key, after)))
    .orderBy(asc(flags.key))
    .limit(limit);
}

/** A flag in an environment, beside what all environments share. */
export interface FlagInPlace {
  readonly row: EnvironmentFlagRow;
  readonly flag: FlagRow;
}

/** @throws `not-found`, in words. */
export async function findFlagInPlace(db: Database, projectId: string, environmentId: string, key: string): Promise<FlagInPlace> {
  const flag = await findFlag(db, projectId, key);
  const row = await findBody(db, environmentId, key);
  if (row === undefined) throw new SluiceProblem('not-found', `The flag "${key}" is not in this environment.`);
  return { row, flag };
}

export async function findBody(db: Database, environmentId: string, key: string): Promise<EnvironmentFlagRow | undefined> {
  const [row] = await db
    .select()
    .from(environmentFlags)
    .where(and(eq(environmentFlags.environmentId, environmentId), eq(environmentFlags.key, key)));
  return row;
}

export async function listFlagsInPlace(
  db: Database,
  projectId: string,
  environmentId: string,
  { after, limit }: Slice,
): Promise<FlagInPlace[]> {
  return await db
    .select({ row: environmentFlags, flag: flags })
    .from(environmentFlags)
    .innerJoin(flags, and(eq(flags.projectId, projectId), eq(flags.key, environmentFlags.key)))
    .where(and(eq(environmentFlags.environmentId, environmentId), after === null ? undefined : gt(environmentFlags.key, after)))
    .orderBy(asc(environmentFlags.key))
    .limit(limit);
}

/** The flags that a flag refers to as prerequisites, and theirs, to the end; those that do not exist are absent. */
export async function prerequisiteClosure(tx: Database, environmentId: string, flag: StoredFlag): Promise<Map<string, StoredFlag>> {
  const found = new Map<string, StoredFlag>();
  let wanted = flag.configuration.prerequisites.map((prerequisite) => prerequisite.flag);
  while (wanted.length > 0) {
    const rows = await tx
      .select({ body: environmentFlags.body })
      .from(environmentFlags)
      .where(and(eq(environmentFlags.environmentId, environmentId), inArray(environmentFlags.key, [...new Set(wanted)])));
    const fresh = rows.map(({ body }) => body).filter(({ key }) => key !== flag.key && !found.has(key));
    for (const body of fresh) found.set(body.key, body);
    wanted = fresh.flatMap(({ configuration }) => configuration.prerequisites.map((prerequisite) => prerequisite.flag));
  }
  return found;
}

/** The flags of an environment that have this one as a prerequisite. */
export async function dependentsOf(tx: Database, environmentId: string, key: string): Promise<StoredFlag[]> {
  const names = sql`exists (select 1 from json_array_elements(${environmentFlags.body} -> 'configuration' -> 'prerequisites') as needed where needed ->> 'flag' = ${key})`;
  const rows = await tx
    .select({ body: environmentFlags.body })
    .from(environmentFlags)
    .where(and(eq(environmentFlags.environmentId, environmentId), names))
    .orderBy(asc(environmentFlags.key));
  return rows.map(({ body }) => body);
}
