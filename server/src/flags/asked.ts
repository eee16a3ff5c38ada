import { EnvironmentKey, FlagKey, ProjectKey } from '@sluice/core/schema';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Principal, requirePrincipal } from '../http/principal.ts';
import { findPlace, findProject, type Place } from '../projects/projects.queries.ts';
import type { Target, Write } from './write.ts';

export const OfFlag = z.strictObject({ p: ProjectKey, f: FlagKey });
export const InPlace = z.strictObject({ p: ProjectKey, e: EnvironmentKey });
export const OfFlagInPlace = z.strictObject({ p: ProjectKey, e: EnvironmentKey, f: FlagKey });
export const DryRun = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('false').meta({ description: 'Answers as if, and changes nothing.' }),
});

interface Asked {
  readonly query?: { readonly dryRun?: 'true' | 'false' };
  readonly reason?: string | undefined;
}

/** What a command on a project's flags needs, from a request that may make it. */
export async function writeIn(app: FastifyInstance, request: FastifyRequest, projectKey: string, asked: Asked = {}): Promise<Write> {
  const principal = requirePrincipal(request, projectKey);
  return toWrite(app, principal, (await findProject(app.store.db, projectKey)).id, asked);
}

/** The same for one environment, and the flag that is meant. */
export async function writeAt(
  app: FastifyInstance,
  request: FastifyRequest,
  params: z.output<typeof OfFlagInPlace>,
  asked: Asked = {},
): Promise<{ readonly place: Place; readonly write: Write; readonly target: Target }> {
  const principal = requirePrincipal(request, params.p);
  const place = await findPlace(app.store.db, params.p, params.e);
  return { place, write: toWrite(app, principal, place.project.id, asked), target: { environmentId: place.environment.id, key: params.f } };
}

function toWrite(app: FastifyInstance, { actor, source }: Principal, projectId: string, { query, reason = '' }: Asked): Write {
  return { store: app.store, projectId, actor, source, reason, at: app.clock(), dryRun: query?.dryRun === 'true' };
}

/** Where a version that somebody read can be compared with the present one. */
export function diffLink({ p, e, f }: z.output<typeof OfFlagInPlace>, version: number): string {
  return `/api/v1/projects/${p}/environments/${e}/flags/${f}/versions/${version}/diff`;
}
