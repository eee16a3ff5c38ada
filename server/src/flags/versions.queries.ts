import type { FlagVersion, StoredFlag } from '@sluice/core/schema';
import { and, desc, eq, isNotNull, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '../db/database.ts';
import { changeEntities, changes } from '../db/tables.ts';
import { SluiceProblem } from '../http/problem.ts';

/** A version of a flag, and the change that made it. */
export interface VersionRow {
  readonly change: typeof changes.$inferSelect;
  readonly body: StoredFlag;
}

const ofFlag = (environmentId: string, key: string) =>
  and(
    eq(changeEntities.environmentId, environmentId),
    eq(changeEntities.kind, 'flag'),
    eq(changeEntities.key, key),
    isNotNull(changeEntities.body),
  );

/** Newest first; `before` is the last version of the page before. */
export async function listVersions(
  db: Database,
  environmentId: string,
  key: string,
  before: number | null,
  limit: number,
): Promise<VersionRow[]> {
  const rows = await select(db)
    .where(and(ofFlag(environmentId, key), before === null ? undefined : lt(changeEntities.version, before)))
    .orderBy(desc(changeEntities.revision))
    .limit(limit);
  return rows.flatMap(({ change, body }) => (body === null ? [] : [{ change, body }]));
}

/** @throws `not-found`, in words. */
export async function findVersion(db: Database, environmentId: string, key: string, version: number): Promise<VersionRow> {
  const [row] = await select(db)
    .where(and(ofFlag(environmentId, key), eq(changeEntities.version, version)))
    .orderBy(desc(changeEntities.revision))
    .limit(1);
  if (row === undefined || row.body === null) {
    throw new SluiceProblem('not-found', `The flag "${key}" has no version ${version} in this environment.`);
  }
  return { change: row.change, body: row.body };
}

function select(db: Database) {
  return db
    .select({ change: changes, body: changeEntities.body })
    .from(changeEntities)
    .innerJoin(changes, and(eq(changes.environmentId, changeEntities.environmentId), eq(changes.revision, changeEntities.revision)));
}

/** A version as REST shows it. */
export function versionResource({ change, body }: VersionRow): z.output<typeof FlagVersion> {
  type Resource = z.output<typeof FlagVersion>;
  return {
    version: body.version,
    revision: change.revision,
    changeId: change.changeId,
    at: change.at.toISOString(),
    actor: change.actor,
    source: change.source as Resource['source'],
    cause: change.cause as Resource['cause'],
    reason: change.reason,
    definition: body.definition,
    configuration: body.configuration,
    kill: body.kill,
  };
}
