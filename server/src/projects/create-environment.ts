import { randomUUID } from 'node:crypto';
import type { EnvironmentDraft } from '@sluice/core/schema';
import type { z } from 'zod';
import type { Database, OpenDatabase } from '../db/database.ts';
import { environments } from '../db/tables.ts';
import { flagRowsOf } from '../flags/flags.queries.ts';
import { initialConfiguration } from '../flags/initial-configuration.ts';
import type { Principal } from '../http/principal.ts';
import { SluiceProblem } from '../http/problem.ts';
import { commit } from '../log/commit.ts';
import { appendEvent } from '../log/events.ts';
import type { ProjectRow } from './projects.queries.ts';

/** A project may have thousands of flags, and each is written. */
const DEADLINE_MS = 30_000;

/** Adds an environment in which every flag of the project exists, switched off. Throws `exists` when the key is taken. */
export async function createEnvironment(
  store: OpenDatabase,
  { actor, source }: Principal,
  project: ProjectRow,
  key: string,
  draft: z.output<typeof EnvironmentDraft>,
  at: Date,
): Promise<void> {
  const id = randomUUID();
  const change = {
    projectId: project.id,
    environments: [id],
    actor,
    source,
    cause: 'edit',
    reason: `Environment ${key} added`,
    at,
    deadlineMs: DEADLINE_MS,
  } as const;
  const prepare = async (tx: Database) => {
    const row = { ...draft, id, projectId: project.id, key, ordinal: 1_000, createdAt: at };
    const made = await tx.insert(environments).values(row).onConflictDoNothing().returning({ id: environments.id });
    if (made.length === 0) throw new SluiceProblem('exists', `The project "${project.key}" has an environment "${key}" already.`);
  };
  const ring = await commit(store, { ...change, prepare }, async ({ tx, environments: [locked], write }) => {
    if (locked === undefined) throw new Error('The new environment was not locked.');
    for (const { key: flag, definition } of await flagRowsOf(tx, project.id)) {
      write(locked, { key: flag, version: 1, definition, configuration: initialConfiguration(definition), kill: null });
    }
    return await appendEvent(tx, { chain: project.id, at, actor, source, kind: 'environment.created', subject: key, body: { ...draft } });
  });
  store.doorbell.ring(ring);
}
