import { ApiKey, ApiKeyCreated, ApiKeyDraft, ProjectKey } from '@sluice/core/schema';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cutPage, PageQuery, pageOf, readCursor } from '../http/page.ts';
import { requirePrincipal } from '../http/principal.ts';
import { findProject } from '../projects/projects.queries.ts';
import { createKey } from './create-key.ts';
import { listKeys, toApiKey } from './keys.queries.ts';
import { revokeKey } from './revoke-key.ts';

const tags = ['Keys'];
const InProject = z.strictObject({ p: ProjectKey });
const OneKey = InProject.extend({ id: z.string().max(64) });
const Cursor = z.tuple([z.iso.datetime(), z.string()]);

/** Keys of a project: list, make, revoke. */
export const keyRoutes: FastifyPluginAsyncZod = async (app) => {
  const { store, clock } = app;

  app.get(
    '/projects/:p/keys',
    {
      schema: {
        operationId: 'listKeys',
        tags,
        summary: 'Keys, latest first, revoked ones too',
        params: InProject,
        querystring: PageQuery,
        response: { 200: pageOf(ApiKey) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      requirePrincipal(request, request.params.p);
      const { id } = await findProject(store.db, request.params.p);
      const [at, after] = readCursor(cursor, Cursor) ?? [];
      const position = at === undefined || after === undefined ? null : { createdAt: new Date(at), id: after };
      const rows = await listKeys(store.db, id, { limit: limit + 1, after: position });
      const { items, next } = cutPage(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
      return { items: items.map(toApiKey), next };
    },
  );

  app.post(
    '/projects/:p/keys',
    {
      schema: {
        operationId: 'createKey',
        tags,
        summary: 'Make a key; its secret is answered once',
        params: InProject,
        body: ApiKeyDraft,
        response: { 201: ApiKeyCreated },
      },
    },
    async (request, reply) => {
      const { p } = request.params;
      const { actor, source } = requirePrincipal(request, p);
      return await reply.code(201).send(await createKey(store, { actor, source, at: clock() }, { project: p, draft: request.body }));
    },
  );

  app.delete(
    '/projects/:p/keys/:id',
    {
      schema: {
        operationId: 'revokeKey',
        tags,
        summary: 'Revoke a key for good',
        description: 'It opens nothing any more, and its connections close. A revoked key stays in the list.',
        params: OneKey,
        response: { 200: ApiKey },
      },
    },
    async (request) => {
      const { p, id } = request.params;
      const { actor, source } = requirePrincipal(request, p);
      return await revokeKey(store, { actor, source, at: clock() }, { project: p, id });
    },
  );
};
