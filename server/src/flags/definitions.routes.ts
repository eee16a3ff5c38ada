import { ArchiveRequest, FlagDefinitionPatch, FlagDraft, FlagResource, ProjectKey } from '@sluice/core/schema';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cutPage, PageQuery, pageOf, readCursor } from '../http/page.ts';
import { etag, readIfMatch, requireCreation } from '../http/preconditions.ts';
import { requirePrincipal } from '../http/principal.ts';
import { findProject } from '../projects/projects.queries.ts';
import { archiveFlag, unarchiveFlag } from './archive-flag.ts';
import { DryRun, OfFlag, writeIn } from './asked.ts';
import { changeDefinition } from './change-definition.ts';
import { createFlag } from './create-flag.ts';
import { flagResource } from './flag-resource.ts';
import { findFlag, listFlags } from './flags.queries.ts';

const tags = ['Flags'];
const Listing = PageQuery.extend({ archived: z.enum(['true', 'false']).default('false') });

/** What all environments share of a flag. */
export const definitionRoutes: FastifyPluginAsyncZod = async (app) => {
  const { store } = app;

  app.get(
    '/projects/:p/flags',
    {
      schema: {
        operationId: 'listFlags',
        tags,
        summary: 'Definitions, by key',
        params: z.strictObject({ p: ProjectKey }),
        querystring: Listing,
        response: { 200: pageOf(FlagResource) },
      },
    },
    async (request) => {
      requirePrincipal(request, request.params.p);
      const { id } = await findProject(store.db, request.params.p);
      const { limit, cursor, archived } = request.query;
      const after = readCursor(cursor, z.tuple([z.string()]))?.[0] ?? null;
      const { items, next } = cutPage(await listFlags(store.db, id, archived === 'true', { after, limit: limit + 1 }), limit, ({ key }) => [
        key,
      ]);
      return { items: items.map(flagResource), next };
    },
  );

  app.get(
    '/projects/:p/flags/:f',
    {
      schema: { operationId: 'getFlag', tags, summary: 'One definition, archived or not', params: OfFlag, response: { 200: FlagResource } },
    },
    async (request, reply) => {
      requirePrincipal(request, request.params.p);
      const { id } = await findProject(store.db, request.params.p);
      const row = await findFlag(store.db, id, request.params.f, 'allowed');
      return await reply.header('etag', etag(row.version)).send(flagResource(row));
    },
  );

  app.put(
    '/projects/:p/flags/:f',
    {
      schema: {
        operationId: 'createFlag',
        tags,
        summary: 'Make a flag in every environment',
        description: 'Send If-None-Match: *. A key that was ever in use is refused, archived flags included.',
        params: OfFlag,
        querystring: DryRun,
        body: FlagDraft,
        response: { 201: FlagResource },
      },
    },
    async (request, reply) => {
      requirePrincipal(request, request.params.p);
      requireCreation(request);
      const { query, body } = request;
      const row = await createFlag(await writeIn(app, request, request.params.p, { query, reason: body.reason }), request.params.f, body);
      return await reply.code(201).header('etag', etag(row.version)).send(flagResource(row));
    },
  );

  app.patch(
    '/projects/:p/flags/:f',
    {
      schema: {
        operationId: 'changeFlag',
        tags,
        summary: 'Change a definition in all environments at once',
        description: 'JSON Merge Patch with If-Match. Variants are merged by key, null removes one; a list is replaced whole.',
        params: OfFlag,
        querystring: DryRun,
        body: FlagDefinitionPatch,
        response: { 200: FlagResource },
      },
    },
    async (request, reply) => {
      requirePrincipal(request, request.params.p);
      const { reason, ...patch } = request.body;
      const expected = readIfMatch(request);
      const write = await writeIn(app, request, request.params.p, { query: request.query, reason });
      const row = await changeDefinition(write, request.params.f, expected, patch);
      return await reply.header('etag', etag(row.version)).send(flagResource(row));
    },
  );

  app.delete(
    '/projects/:p/flags/:f',
    {
      schema: {
        operationId: 'archiveFlag',
        tags,
        summary: 'Archive a flag',
        description: 'With If-Match. SDKs then give the default in their code. The key stays taken, the history stays readable.',
        params: OfFlag,
        querystring: DryRun,
        body: ArchiveRequest.nullish(),
        response: { 200: FlagResource },
      },
    },
    async (request) => {
      requirePrincipal(request, request.params.p);
      const expected = readIfMatch(request);
      const write = await writeIn(app, request, request.params.p, { query: request.query, reason: request.body?.reason });
      return flagResource(await archiveFlag(write, request.params.f, expected));
    },
  );

  app.post(
    '/projects/:p/flags/:f/unarchive',
    {
      schema: {
        operationId: 'unarchiveFlag',
        tags,
        summary: 'Bring an archived flag back as it was',
        params: OfFlag,
        querystring: DryRun,
        body: ArchiveRequest.nullish(),
        response: { 200: FlagResource },
      },
    },
    async (request) => {
      const { query, body } = request;
      return flagResource(
        await unarchiveFlag(await writeIn(app, request, request.params.p, { query, reason: body?.reason }), request.params.f),
      );
    },
  );
};
