import { Actor, Cause, EnvironmentKey, FlagKey, Instant, ProjectKey, Revision, Source, Version } from '@sluice/core/schema';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cutPage, PageQuery, pageOf, readCursor } from '../http/page.ts';
import { requirePrincipal } from '../http/principal.ts';
import { verifyLog } from '../log/verify.ts';
import { findPlace, findProject } from '../projects/projects.queries.ts';
import { listChanges } from './audit.queries.ts';

const AuditEntry = z
  .strictObject({
    changeId: z.string().meta({ description: 'Ties the rows that one act wrote in several environments.' }),
    environment: z.string(),
    revision: Revision,
    at: Instant,
    actor: Actor,
    source: Source,
    cause: Cause,
    reason: z.string(),
    head: z.string().meta({ description: 'Chain hash: SHA-256 over the row and the head before it, in hex.' }),
    flags: z.array(z.strictObject({ key: FlagKey, version: Version })),
  })
  .meta({ id: 'AuditEntry' });
const Listing = PageQuery.extend({ environment: EnvironmentKey.optional(), flag: FlagKey.optional() });
const Cursor = z.tuple([z.iso.datetime(), z.uuid(), z.uuid()]);

const Verification = z
  .strictObject({
    sound: z.boolean(),
    revision: Revision.meta({ description: 'The end of the log, or the first row that is not what was committed.' }),
    head: z.string().exactOptional(),
    because: z.string().exactOptional(),
  })
  .meta({ id: 'Verification' });

/** Who changed what, from the log itself. */
export const auditRoutes: FastifyPluginAsyncZod = async (app) => {
  const { store } = app;

  app.get(
    '/projects/:p/audit',
    {
      schema: {
        operationId: 'listChanges',
        tags: ['Audit'],
        summary: 'Changes, newest first',
        params: z.strictObject({ p: ProjectKey }),
        querystring: Listing,
        response: { 200: pageOf(AuditEntry) },
      },
    },
    async (request) => {
      requirePrincipal(request, request.params.p);
      const project = await findProject(store.db, request.params.p);
      const { limit, cursor, environment, flag } = request.query;
      const environmentId = environment === undefined ? undefined : (await findPlace(store.db, project.key, environment)).environment.id;
      const rows = await listChanges(store.db, project.id, { environmentId, flag }, readCursor(cursor, Cursor), limit + 1);
      const { items, next } = cutPage(rows, limit, ({ change }) => [change.at.toISOString(), change.changeId, change.environmentId]);
      return {
        items: items.map(({ change, environment: key, flags }) => ({
          changeId: change.changeId,
          environment: key,
          revision: change.revision,
          at: change.at.toISOString(),
          actor: change.actor,
          source: change.source as z.output<typeof Source>,
          cause: change.cause as z.output<typeof Cause>,
          reason: change.reason,
          head: change.head,
          flags,
        })),
        next,
      };
    },
  );

  app.get(
    '/projects/:p/environments/:e/verification',
    {
      schema: {
        operationId: 'verifyLog',
        tags: ['Audit'],
        summary: 'Whether the log of an environment is what was committed',
        description: 'Computes the whole chain of hashes again.',
        params: z.strictObject({ p: ProjectKey, e: EnvironmentKey }),
        response: { 200: Verification },
      },
    },
    async (request) => {
      const { p, e } = request.params;
      requirePrincipal(request, p);
      return await verifyLog(store.db, (await findPlace(store.db, p, e)).environment.id);
    },
  );
};
