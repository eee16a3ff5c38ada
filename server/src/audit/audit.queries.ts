import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { changeEntities, changes, environments } from '../db/tables.ts';
import { groupBy } from '../log/group-by.ts';

export interface AuditFilter {
  readonly environmentId?: string | undefined;
  readonly flag?: string | undefined;
}

/** Time, change and environment of the last row of the page before: together they are unique. */
export type AuditCursor = readonly [at: string, changeId: string, environmentId: string];

export interface AuditRow {
  readonly change: typeof changes.$inferSelect;
  readonly environment: string;
  readonly flags: { key: string; version: number }[];
}

/** Changes of a project, newest first. */
export async function listChanges(
  db: Database,
  projectId: string,
  { environmentId, flag }: AuditFilter,
  before: AuditCursor | null,
  limit: number,
): Promise<AuditRow[]> {
  const rows = await db
    .select({ change: changes, environment: environments.key })
    .from(changes)
    .innerJoin(environments, eq(environments.id, changes.environmentId))
    .where(
      and(
        eq(changes.projectId, projectId),
        environmentId === undefined ? undefined : eq(changes.environmentId, environmentId),
        flag === undefined ? undefined : touches(flag),
        before === null
          ? undefined
          : sql`(${changes.at}, ${changes.changeId}, ${changes.environmentId}) < (${before[0]}::timestamptz, ${before[1]}::uuid, ${before[2]}::uuid)`,
      ),
    )
    .orderBy(desc(changes.at), desc(changes.changeId), desc(changes.environmentId))
    .limit(limit);
  const touched = await touchedBy(
    db,
    rows.map(({ change }) => change),
  );
  return rows.map((row) => ({ ...row, flags: touched.get(nameOf(row.change)) ?? [] }));
}

function touches(flag: string): SQL {
  return sql`exists (select 1 from ${changeEntities} where ${changeEntities.environmentId} = ${changes.environmentId} and ${changeEntities.revision} = ${changes.revision} and ${changeEntities.key} = ${flag})`;
}

const nameOf = ({ environmentId, revision }: { readonly environmentId: string; readonly revision: number }) =>
  `${environmentId}:${revision}`;

async function touchedBy(
  db: Database,
  rows: readonly (typeof changes.$inferSelect)[],
): Promise<Map<string, { key: string; version: number }[]>> {
  if (rows.length === 0) return new Map();
  const entities = await db
    .select({
      environmentId: changeEntities.environmentId,
      revision: changeEntities.revision,
      key: changeEntities.key,
      version: changeEntities.version,
    })
    .from(changeEntities)
    .innerJoin(changes, and(eq(changes.environmentId, changeEntities.environmentId), eq(changes.revision, changeEntities.revision)))
    .where(inArray(changes.changeId, [...new Set(rows.map(({ changeId }) => changeId))]));
  const grouped = groupBy(entities, nameOf);
  return new Map([...grouped].map(([name, some]) => [name, some.map(({ key, version }) => ({ key, version }))]));
}
