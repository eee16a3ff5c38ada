import { randomBytes } from 'node:crypto';
import { murmur3 } from '@sluice/core';
import type { FlagDraft, StoredFlag } from '@sluice/core/schema';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '../db/database.ts';
import { flags } from '../db/tables.ts';
import { SluiceProblem } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';
import { commit } from '../log/commit.ts';
import { valueFaults } from './flag-faults.ts';
import type { FlagRow } from './flags.queries.ts';
import { initialConfiguration } from './initial-configuration.ts';
import { settle } from './settle.ts';
import { changeRequest, requireSound, type Write } from './write.ts';

/** Makes a flag, in every environment at once. Throws `exists` for a key that is, or ever was, in use. */
export async function createFlag(write: Write, key: string, draft: z.output<typeof FlagDraft>): Promise<FlagRow> {
  const { initial, reason: _reason, ...shared } = draft;
  const faults = valueFaults(shared, '#/variants');
  if (faults.length > 0) throw invalid(faults);
  return await commit(write.store, changeRequest(write, 'all', { cause: 'edit' }), async ({ tx, environments, write: put }) => {
    await refuseTaken(tx, write.projectId, key);
    const { salt, saltHash } = await drawSalt(tx, write.projectId);
    const definition = { ...shared, salt };
    const wanted = initialConfiguration(shared, initial);
    const flag: StoredFlag = { key, version: 1, definition, configuration: wanted, kill: null };
    for (const environment of environments) {
      await requireSound(tx, environment.id, flag, '#/initial');
      put(environment, { ...flag, configuration: settle(wanted, null) });
    }
    const row = { projectId: write.projectId, key, version: 1, definition, saltHash, createdAt: write.at, archivedAt: null };
    await tx.insert(flags).values(row);
    return row;
  });
}

async function refuseTaken(tx: Database, projectId: string, key: string): Promise<void> {
  const [taken] = await tx
    .select({ archivedAt: flags.archivedAt })
    .from(flags)
    .where(and(eq(flags.projectId, projectId), eq(flags.key, key)));
  if (taken === undefined) return;
  if (taken.archivedAt === null) throw new SluiceProblem('exists', `There is a flag "${key}" already.`);
  const since = taken.archivedAt.toISOString();
  throw new SluiceProblem(
    'exists',
    `"${key}" is an archived flag since ${since}, and a key is never given out again: old code may still ask for it. Unarchive it, or choose another key.`,
  );
}

/** A salt whose hash no other flag of the project has: equal hashes would give two flags the same buckets. */
async function drawSalt(tx: Database, projectId: string): Promise<{ salt: string; saltHash: number }> {
  for (;;) {
    const salt = randomBytes(12).toString('base64url');
    const saltHash = murmur3(salt);
    const taken = await tx
      .select({ key: flags.key })
      .from(flags)
      .where(and(eq(flags.projectId, projectId), eq(flags.saltHash, saltHash)));
    if (taken.length === 0) return { salt, saltHash };
  }
}
