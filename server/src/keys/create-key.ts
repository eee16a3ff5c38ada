import type { Actor, ApiKeyCreated, ApiKeyDraft, Source } from '@sluice/core/schema';
import type { z } from 'zod';
import type { Database, OpenDatabase } from '../db/database.ts';
import { SluiceProblem } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';
import { appendEvent } from '../log/events.ts';
import { findPlace, findProject } from '../projects/projects.queries.ts';
import { digestOf } from '../secrets.ts';
import { makeSecret, parseSecret, SECRET_GRAMMAR, secretPrefix } from './key.ts';
import { findKeyRow, insertKey, toApiKey } from './keys.queries.ts';

/** Who writes, when and from where. */
export interface KeyWriter {
  readonly actor: z.output<typeof Actor>;
  readonly source: z.output<typeof Source>;
  readonly at: Date;
}

export interface KeyRequest {
  readonly project: string;
  readonly draft: z.output<typeof ApiKeyDraft>;
  /** A secret that was chosen elsewhere; one is made unless said. */
  readonly secret?: string;
}

/**
 * Makes a key; its secret is in the result and, but for client keys, nowhere else.
 * @throws SluiceProblem `not-found`, `invalid-request` when kind and environment do not fit, `exists` for an id that is taken.
 */
export async function createKey(
  store: OpenDatabase,
  writer: KeyWriter,
  { project, draft, secret }: KeyRequest,
): Promise<z.output<typeof ApiKeyCreated>> {
  refuseMisfits(draft);
  const { kind, name, environment, origins } = draft;
  const chosen = secret ?? makeSecret(kind);
  const parsed = parseSecret(chosen);
  if (parsed === null || parsed.kind !== kind)
    throw new SluiceProblem('invalid-request', `The secret of a ${kind} key must look like ${SECRET_GRAMMAR}.`);
  const { made, ring } = await store.transaction(async (tx) => {
    const { projectId, environmentId } = await placeOf(tx, project, environment);
    const key = { id: parsed.id, kind, name, projectId, environmentId, prefix: secretPrefix(kind, parsed.id), origins };
    const stored = {
      ...key,
      digest: digestOf(chosen),
      secretClear: kind === 'client' ? chosen : null,
      createdAt: writer.at,
      createdBy: writer.actor,
    };
    if (!(await insertKey(tx, stored))) throw new SluiceProblem('exists', `There is a key with the id "${parsed.id}" already.`);
    const ring = await appendEvent(tx, {
      ...writer,
      chain: projectId,
      kind: 'key.made',
      subject: parsed.id,
      body: { kind, name, environment: environment ?? null, origins },
    });
    const row = await findKeyRow(tx, projectId, parsed.id);
    if (row === null) throw new Error('A key that was just made is not there.');
    return { made: { ...toApiKey(row), secret: chosen }, ring };
  });
  store.doorbell.ring(ring);
  return made;
}

async function placeOf(
  tx: Database,
  project: string,
  environment: string | undefined,
): Promise<{ projectId: string; environmentId: string | null }> {
  if (environment === undefined) return { projectId: (await findProject(tx, project)).id, environmentId: null };
  const place = await findPlace(tx, project, environment);
  return { projectId: place.project.id, environmentId: place.environment.id };
}

function refuseMisfits({ kind, environment, origins }: z.output<typeof ApiKeyDraft>): void {
  const errors = [
    ...(kind !== 'automation' && environment === undefined
      ? [{ pointer: '#/environment', detail: `a ${kind} key belongs to one environment; name it` }]
      : []),
    ...(kind === 'automation' && environment !== undefined
      ? [{ pointer: '#/environment', detail: 'an automation token speaks for the whole project; leave the environment out' }]
      : []),
    ...(kind !== 'client' && origins.length > 0
      ? [{ pointer: '#/origins', detail: 'only client keys are used by web pages; leave the origins out' }]
      : []),
  ];
  if (errors.length > 0) throw invalid(errors);
}
