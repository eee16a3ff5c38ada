import type { StoredFlag } from '@sluice/core/schema';
import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { changeEntities, flags } from '../db/tables.ts';
import { requireVersion } from '../http/preconditions.ts';
import { SluiceProblem } from '../http/problem.ts';
import { commit } from '../log/commit.ts';
import { dependentsOf, type FlagRow, findBody, findFlag } from './flags.queries.ts';
import { initialConfiguration } from './initial-configuration.ts';
import { changeRequest, type Write } from './write.ts';

/** Takes a flag out of every environment; its key and history stay. Throws `in-use` while another flag needs it. */
export async function archiveFlag(write: Write, key: string, expected: number): Promise<FlagRow> {
  return await commit(write.store, changeRequest(write, 'all', { cause: 'edit' }), async ({ tx, environments, remove }) => {
    const row = await findFlag(tx, write.projectId, key);
    requireVersion(expected, row.version, `The definition of "${key}"`);
    for (const environment of environments) {
      const users = (await dependentsOf(tx, environment.id, key)).map((flag) => flag.key);
      if (users.length > 0) {
        const said = `In "${environment.key}" the flag "${key}" is a prerequisite of ${users.join(', ')}. Take it out of them first.`;
        throw new SluiceProblem('in-use', said, { environment: environment.key, users });
      }
      const present = await findBody(tx, environment.id, key);
      if (present !== undefined) remove(environment, key, present.version + 1);
    }
    return await setArchived(tx, row, write.at);
  });
}

/** Brings an archived flag back as it was when it left, kills included; where it never was it begins switched off. */
export async function unarchiveFlag(write: Write, key: string): Promise<FlagRow> {
  return await commit(write.store, changeRequest(write, 'all', { cause: 'edit' }), async ({ tx, environments, write: put }) => {
    const row = await findFlag(tx, write.projectId, key, 'allowed');
    if (row.archivedAt === null) return row;
    for (const environment of environments) {
      const { body, version } = await lastBody(tx, environment.id, key);
      const configuration = body?.configuration ?? initialConfiguration(row.definition);
      put(environment, { key, version: version + 1, definition: row.definition, configuration, kill: body?.kill ?? null });
    }
    return await setArchived(tx, row, null);
  });
}

async function setArchived(tx: Database, row: FlagRow, archivedAt: Date | null): Promise<FlagRow> {
  const next = { archivedAt, version: row.version + 1 };
  await tx
    .update(flags)
    .set(next)
    .where(and(eq(flags.projectId, row.projectId), eq(flags.key, row.key)));
  return { ...row, ...next };
}

/** The last body in the log that was one, and the last version, which may be its removal. */
async function lastBody(tx: Database, environmentId: string, key: string): Promise<{ body: StoredFlag | null; version: number }> {
  const rows = await tx
    .select({ body: changeEntities.body, version: changeEntities.version })
    .from(changeEntities)
    .where(and(eq(changeEntities.environmentId, environmentId), eq(changeEntities.kind, 'flag'), eq(changeEntities.key, key)))
    .orderBy(desc(changeEntities.revision))
    .limit(2);
  return { body: rows.find(({ body }) => body !== null)?.body ?? null, version: rows[0]?.version ?? 0 };
}
