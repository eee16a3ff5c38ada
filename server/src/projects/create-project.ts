import { randomUUID } from 'node:crypto';
import type { Actor, ProjectDraft, Source } from '@sluice/core/schema';
import type { z } from 'zod';
import type { OpenDatabase } from '../db/database.ts';
import { environments, projects } from '../db/tables.ts';
import { SluiceProblem } from '../http/problem.ts';
import { appendEvent } from '../log/events.ts';
import type { ProjectRow } from './projects.queries.ts';

/** What a project starts with when it names no environments. */
const USUAL = [
  { key: 'development', name: 'Development', protected: false, colour: 'grey' },
  { key: 'staging', name: 'Staging', protected: false, colour: 'blue' },
  { key: 'production', name: 'Production', protected: true, colour: 'red' },
] as const;

interface Who {
  readonly actor: z.output<typeof Actor>;
  readonly source: z.output<typeof Source>;
}

/** Makes a project with its environments. Throws `exists` when the key is taken. */
export async function createProject(
  store: OpenDatabase,
  { actor, source }: Who,
  key: string,
  { name, environments: wanted = [...USUAL] }: z.output<typeof ProjectDraft>,
  at: Date,
): Promise<ProjectRow> {
  const twice = wanted.find((one, index) => wanted.findIndex((other) => other.key === one.key) !== index);
  if (twice !== undefined) throw new SluiceProblem('invalid-request', `The environment "${twice.key}" is named twice.`);
  const { row, ring } = await store.transaction(async (tx) => {
    const [row] = await tx.insert(projects).values({ id: randomUUID(), key, name, createdAt: at }).onConflictDoNothing().returning();
    if (row === undefined) throw new SluiceProblem('exists', `There is a project "${key}" already.`);
    const rows = wanted.map((environment, ordinal) => ({ ...environment, id: randomUUID(), projectId: row.id, ordinal, createdAt: at }));
    if (rows.length > 0) await tx.insert(environments).values(rows);
    const body = { name, environments: wanted.map((environment) => environment.key) };
    const ring = await appendEvent(tx, { chain: row.id, at, actor, source, kind: 'project.created', subject: key, body });
    return { row, ring };
  });
  store.doorbell.ring(ring);
  return row;
}
