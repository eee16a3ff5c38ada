import { EnvironmentFlag, EnvironmentFlagChanged, FlagConfiguration, FlagConfigurationPatch, Reason } from '@sluice/core/schema';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cutPage, PageQuery, pageOf, readCursor } from '../http/page.ts';
import { etag, readIfMatch } from '../http/preconditions.ts';
import { requirePrincipal } from '../http/principal.ts';
import { findPlace } from '../projects/projects.queries.ts';
import { DryRun, diffLink, InPlace, OfFlagInPlace, writeAt } from './asked.ts';
import { changeConfiguration } from './change-configuration.ts';
import { environmentFlagResource } from './flag-resource.ts';
import { findFlagInPlace, listFlagsInPlace } from './flags.queries.ts';
import type { Written } from './write.ts';

const tags = ['Flag configurations'];
const Whole = FlagConfiguration.extend({ reason: Reason.exactOptional() });

/** What one environment serves. */
export const configurationRoutes: FastifyPluginAsyncZod = async (app) => {
  const { store } = app;
  const changed = ({ moved, ...flag }: Written, environment: string) => ({
    ...environmentFlagResource(flag, environment),
    moved: [...moved],
  });

  app.get(
    '/projects/:p/environments/:e/flags',
    {
      schema: {
        operationId: 'listEnvironmentFlags',
        tags,
        summary: 'What an environment serves, by key',
        params: InPlace,
        querystring: PageQuery,
        response: { 200: pageOf(EnvironmentFlag) },
      },
    },
    async (request) => {
      const { p, e } = request.params;
      requirePrincipal(request, p);
      const { project, environment } = await findPlace(store.db, p, e);
      const { limit, cursor } = request.query;
      const after = readCursor(cursor, z.tuple([z.string()]))?.[0] ?? null;
      const rows = await listFlagsInPlace(store.db, project.id, environment.id, { after, limit: limit + 1 });
      const { items, next } = cutPage(rows, limit, ({ row }) => [row.key]);
      return { items: items.map((row) => environmentFlagResource(row, e)), next };
    },
  );

  app.get(
    '/projects/:p/environments/:e/flags/:f',
    {
      schema: {
        operationId: 'getEnvironmentFlag',
        tags,
        summary: 'What an environment serves of one flag',
        params: OfFlagInPlace,
        response: { 200: EnvironmentFlag },
      },
    },
    async (request, reply) => {
      const { p, e, f } = request.params;
      requirePrincipal(request, p);
      const { project, environment } = await findPlace(store.db, p, e);
      const found = await findFlagInPlace(store.db, project.id, environment.id, f);
      return await reply.header('etag', etag(found.row.version)).send(environmentFlagResource(found, e));
    },
  );

  app.patch(
    '/projects/:p/environments/:e/flags/:f',
    {
      schema: {
        operationId: 'changeEnvironmentFlag',
        tags,
        summary: 'Change what an environment serves',
        description:
          'JSON Merge Patch with If-Match: what is named is replaced, lists and serves as a whole. The answer says how many buckets move.',
        params: OfFlagInPlace,
        querystring: DryRun,
        body: FlagConfigurationPatch,
        response: { 200: EnvironmentFlagChanged },
      },
    },
    async (request, reply) => {
      requirePrincipal(request, request.params.p);
      const expected = readIfMatch(request);
      const { reason, ...patch } = request.body;
      const { place, write, target } = await writeAt(app, request, request.params, { query: request.query, reason });
      const diff = diffLink(request.params, expected);
      const written = await changeConfiguration(write, { ...target, expected, diff, edit: (present) => ({ ...present, ...patch }) });
      return await reply.header('etag', etag(written.row.version)).send(changed(written, place.environment.key));
    },
  );

  app.put(
    '/projects/:p/environments/:e/flags/:f',
    {
      schema: {
        operationId: 'replaceEnvironmentFlag',
        tags,
        summary: 'Replace what an environment serves',
        description: 'With If-Match: the whole configuration. A kill stays as it is.',
        params: OfFlagInPlace,
        querystring: DryRun,
        body: Whole,
        response: { 200: EnvironmentFlagChanged },
      },
    },
    async (request, reply) => {
      requirePrincipal(request, request.params.p);
      const expected = readIfMatch(request);
      const { reason, ...configuration } = request.body;
      const { place, write, target } = await writeAt(app, request, request.params, { query: request.query, reason });
      const diff = diffLink(request.params, expected);
      const written = await changeConfiguration(write, { ...target, expected, diff, edit: () => configuration });
      return await reply.header('etag', etag(written.row.version)).send(changed(written, place.environment.key));
    },
  );
};
