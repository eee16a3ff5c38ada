import { and, asc, eq, gt, lte } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { changeEntities, changes, environments } from '../db/tables.ts';
import { bodyDigest, changeDigest, nextHead } from './chain.ts';
import { groupBy } from './group-by.ts';

/** What verifying a log found: its end, or the first revision that is not what was committed. */
export type Verdict =
  | { readonly sound: true; readonly revision: number; readonly head: string }
  | { readonly sound: false; readonly revision: number; readonly because: string };

type Change = typeof changes.$inferSelect;
type Entity = typeof changeEntities.$inferSelect;

/** Rows read at once. */
const STRIDE = 500;
const MISSING = 'the row is not there';

/**
 * Computes an environment's chain of hashes again, from its first row to the end that it has now. Needs no transaction, since
 * rows before the end never change. Finds a row or body that was edited, removed,
 * added or put elsewhere; a body that was erased (null, its digest kept) is sound.
 */
export async function verifyLog(db: Database, environmentId: string): Promise<Verdict> {
  const [end] = await db.select().from(environments).where(eq(environments.id, environmentId));
  if (end === undefined) throw new Error(`There is no environment with the id ${environmentId}.`);
  let [revision, head] = [0, ''];
  while (revision < end.revision) {
    const rows = await readRows(db, environmentId, revision, end.revision);
    if (rows.length === 0) return { sound: false, revision: revision + 1, because: MISSING };
    for (const { change, entities } of rows) {
      const because = faultOf(change, entities, revision + 1, head);
      if (because !== null) return { sound: false, revision: revision + 1, because };
      [revision, head] = [change.revision, change.head];
    }
  }
  return head === end.head ? { sound: true, revision, head } : { sound: false, revision, because: 'the environment names another end' };
}

async function readRows(
  db: Database,
  environmentId: string,
  after: number,
  end: number,
): Promise<{ change: Change; entities: Entity[] }[]> {
  const rows = await db
    .select()
    .from(changes)
    .where(and(eq(changes.environmentId, environmentId), gt(changes.revision, after), lte(changes.revision, end)))
    .orderBy(asc(changes.revision))
    .limit(STRIDE);
  const last = rows.at(-1)?.revision ?? after;
  const touched = await db
    .select()
    .from(changeEntities)
    .where(and(eq(changeEntities.environmentId, environmentId), gt(changeEntities.revision, after), lte(changeEntities.revision, last)));
  const byRevision = groupBy(touched, ({ revision }) => revision);
  return rows.map((change) => ({ change, entities: byRevision.get(change.revision) ?? [] }));
}

function faultOf(change: Change, entities: readonly Entity[], revision: number, before: string): string | null {
  if (change.revision !== revision) return MISSING;
  const edited = entities.find(({ body, digest }) => body !== null && bodyDigest(body) !== digest);
  if (edited !== undefined) return `the body of ${edited.kind} "${edited.key}" is not what was committed`;
  if (changeDigest(change, entities) !== change.digest) return 'the row, or what it touched, is not what was committed';
  return nextHead(before, change.digest) === change.head ? null : 'the row does not follow the one before it';
}
