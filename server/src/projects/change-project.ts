import type { ProjectDraft } from '@sluice/core/schema';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { OpenDatabase } from '../db/database.ts';
import { projects } from '../db/tables.ts';
import type { Principal } from '../http/principal.ts';
import { appendEvent } from '../log/events.ts';
import { lockProject } from '../log/lock-project.ts';
import { findProject, type ProjectRow } from './projects.queries.ts';

/** Renames a project, and says so in its chain of events. A name that it has already leaves no event. */
export async function changeProject(
  store: OpenDatabase,
  { actor, source }: Principal,
  { key, id }: ProjectRow,
  { name }: Pick<z.output<typeof ProjectDraft>, 'name'>,
  at: Date,
): Promise<ProjectRow> {
  const { row, ring } = await store.transaction(async (tx) => {
    await lockProject(tx, id);
    const present = await findProject(tx, key);
    if (present.name === name) return { row: present, ring: null };
    await tx.update(projects).set({ name }).where(eq(projects.id, id));
    const body = { before: { name: present.name }, after: { name } };
    return {
      row: { ...present, name },
      ring: await appendEvent(tx, { chain: id, at, actor, source, kind: 'project.changed', subject: key, body }),
    };
  });
  if (ring !== null) store.doorbell.ring(ring);
  return row;
}
