import type { ApiKey } from '@sluice/core/schema';
import type { z } from 'zod';
import type { OpenDatabase } from '../db/database.ts';
import { SluiceProblem } from '../http/problem.ts';
import { appendEvent } from '../log/events.ts';
import { findProject } from '../projects/projects.queries.ts';
import type { KeyWriter } from './create-key.ts';
import { findKeyRow, markRevoked, toApiKey } from './keys.queries.ts';

/**
 * Ends a key for good; every node hears of it and closes its sockets. Revoking twice is one revocation.
 * @throws SluiceProblem `not-found`.
 */
export async function revokeKey(
  store: OpenDatabase,
  writer: KeyWriter,
  { project, id }: { readonly project: string; readonly id: string },
): Promise<z.output<typeof ApiKey>> {
  const { row, ring } = await store.transaction(async (tx) => {
    const { id: projectId } = await findProject(tx, project);
    const before = await findKeyRow(tx, projectId, id);
    if (before === null) throw new SluiceProblem('not-found', `The project "${project}" has no key "${id}".`);
    if (!(await markRevoked(tx, id, writer.at))) return { row: before, ring: null };
    const body = { kind: before.kind, name: before.name, environment: before.environmentKey };
    const ring = await appendEvent(tx, { ...writer, chain: projectId, kind: 'key.revoked', subject: id, body });
    return { row: { ...before, revokedAt: writer.at }, ring };
  });
  if (ring !== null) store.doorbell.ring(ring);
  return toApiKey(row);
}
