import type { EnvironmentPatch } from '@sluice/core/schema';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { OpenDatabase } from '../db/database.ts';
import { environments } from '../db/tables.ts';
import type { Principal } from '../http/principal.ts';
import { appendEvent } from '../log/events.ts';
import { lockProject } from '../log/lock-project.ts';
import { type EnvironmentRow, findPlace } from './projects.queries.ts';

type Patch = z.output<typeof EnvironmentPatch>;

/** Changes name, colour or protection, and says so in the project's chain of events. A patch that alters nothing leaves no event. */
export async function changeEnvironment(
  store: OpenDatabase,
  { actor, source }: Principal,
  where: { readonly project: string; readonly environment: string },
  patch: Patch,
  at: Date,
): Promise<EnvironmentRow> {
  const { row, ring } = await store.transaction(async (tx) => {
    await lockProject(tx, (await findPlace(tx, where.project, where.environment)).project.id);
    const { project, environment } = await findPlace(tx, where.project, where.environment);
    const after = Object.fromEntries(Object.entries(patch).filter(([name, value]) => environment[name as keyof Patch] !== value));
    if (Object.keys(after).length === 0) return { row: environment, ring: null };
    await tx.update(environments).set(after).where(eq(environments.id, environment.id));
    const before = Object.fromEntries(Object.keys(after).map((name) => [name, environment[name as keyof Patch]]));
    const event = { chain: project.id, at, actor, source, kind: 'environment.changed', subject: environment.key, body: { before, after } };
    return { row: { ...environment, ...after }, ring: await appendEvent(tx, event) };
  });
  if (ring !== null) store.doorbell.ring(ring);
  return row;
}
