import { EnvironmentFlag, Kill, KillRequest, ReviveRequest } from '@sluice/core/schema';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { etag, readIfMatch } from '../http/preconditions.ts';
import { requirePrincipal } from '../http/principal.ts';
import { findPlace } from '../projects/projects.queries.ts';
import { DryRun, OfFlagInPlace, writeAt } from './asked.ts';
import { environmentFlagResource } from './flag-resource.ts';
import { findFlagInPlace } from './flags.queries.ts';
import { killFlag, reviveFlag } from './kill-flag.ts';

const tags = ['Kill'];

/** The kill of a flag is a resource: putting it twice is killing once. */
export const killRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/projects/:p/environments/:e/flags/:f/kill',
    {
      schema: {
        operationId: 'getKill',
        tags,
        summary: 'Whether the flag is killed, by whom and since when',
        params: OfFlagInPlace,
        response: { 200: z.strictObject({ kill: Kill.nullable() }) },
      },
    },
    async (request) => {
      const { p, e, f } = request.params;
      requirePrincipal(request, p);
      const { project, environment } = await findPlace(app.store.db, p, e);
      return { kill: (await findFlagInPlace(app.store.db, project.id, environment.id, f)).row.body.kill };
    },
  );

  app.put(
    '/projects/:p/environments/:e/flags/:f/kill',
    {
      schema: {
        operationId: 'killFlag',
        tags,
        summary: 'Serve the off value to everyone, now',
        description: 'Idempotent, and needs no If-Match: nothing stands between a person and a kill. Nothing but a revive undoes it.',
        params: OfFlagInPlace,
        querystring: DryRun,
        body: KillRequest.nullish(),
        response: { 200: EnvironmentFlag },
      },
    },
    async (request, reply) => {
      const { place, write, target } = await writeAt(app, request, request.params, { query: request.query, reason: request.body?.reason });
      const killed = await killFlag(write, target);
      return await reply.header('etag', etag(killed.row.version)).send(environmentFlagResource(killed, place.environment.key));
    },
  );

  app.delete(
    '/projects/:p/environments/:e/flags/:f/kill',
    {
      schema: {
        operationId: 'reviveFlag',
        tags,
        summary: 'Revive a killed flag: serve what its configuration says',
        description: 'For people, not for tokens. With If-Match it is refused when the flag is no longer what was looked at.',
        params: OfFlagInPlace,
        querystring: DryRun,
        body: ReviveRequest.nullish(),
        response: { 200: EnvironmentFlag },
      },
    },
    async (request, reply) => {
      const { place, write, target } = await writeAt(app, request, request.params, { query: request.query, reason: request.body?.reason });
      const expected = request.headers['if-match'] === undefined ? undefined : readIfMatch(request);
      const revived = await reviveFlag(write, target, expected);
      return await reply.header('etag', etag(revived.row.version)).send(environmentFlagResource(revived, place.environment.key));
    },
  );
};
