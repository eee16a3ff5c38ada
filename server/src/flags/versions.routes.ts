import { EnvironmentFlagChanged, FlagVersion, JsonSchema, RestoreRequest, Version } from '@sluice/core/schema';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cutPage, PageQuery, pageOf, readCursor } from '../http/page.ts';
import { etag, readIfMatch } from '../http/preconditions.ts';
import { requirePrincipal } from '../http/principal.ts';
import { findPlace } from '../projects/projects.queries.ts';
import { DryRun, diffLink, OfFlagInPlace, writeAt } from './asked.ts';
import { differences } from './differences.ts';
import { environmentFlagResource } from './flag-resource.ts';
import { findFlagInPlace } from './flags.queries.ts';
import { restoreFlag } from './restore-flag.ts';
import { findVersion, listVersions, versionResource } from './versions.queries.ts';

const tags = ['History'];
const OfVersion = OfFlagInPlace.extend({ n: z.coerce.number().pipe(Version) });
const Against = z.strictObject({
  against: z.coerce.number().pipe(Version).optional().meta({ description: 'The present version unless said.' }),
});
const Difference = z
  .strictObject({
    pointer: z.string(),
    change: z.enum(['added', 'removed', 'changed']),
    before: JsonSchema.optional(),
    after: JsonSchema.optional(),
  })
  .meta({ id: 'Difference' });
const Restored = EnvironmentFlagChanged.extend({
  definitionDiffers: z.array(Difference).meta({ description: 'Where the definition is another now than it was then; it stays as it is.' }),
}).meta({ id: 'EnvironmentFlagRestored' });
const Diff = z.strictObject({ from: FlagVersion, to: FlagVersion, differences: z.array(Difference) }).meta({ id: 'VersionDiff' });

/** A flag's versions in one environment: kept for ever, restored by making another. */
export const versionRoutes: FastifyPluginAsyncZod = async (app) => {
  const { store } = app;

  app.get(
    '/projects/:p/environments/:e/flags/:f/versions',
    {
      schema: {
        operationId: 'listVersions',
        tags,
        summary: 'Versions, newest first',
        params: OfFlagInPlace,
        querystring: PageQuery,
        response: { 200: pageOf(FlagVersion) },
      },
    },
    async (request) => {
      const { p, e, f } = request.params;
      requirePrincipal(request, p);
      const { environment } = await findPlace(store.db, p, e);
      const { limit, cursor } = request.query;
      const before = readCursor(cursor, z.tuple([z.number()]))?.[0] ?? null;
      const { items, next } = cutPage(await listVersions(store.db, environment.id, f, before, limit + 1), limit, ({ body }) => [
        body.version,
      ]);
      return { items: items.map(versionResource), next };
    },
  );

  app.get(
    '/projects/:p/environments/:e/flags/:f/versions/:n',
    { schema: { operationId: 'getVersion', tags, summary: 'One version', params: OfVersion, response: { 200: FlagVersion } } },
    async (request) => {
      const { p, e, f, n } = request.params;
      requirePrincipal(request, p);
      const { environment } = await findPlace(store.db, p, e);
      return versionResource(await findVersion(store.db, environment.id, f, n));
    },
  );

  app.get(
    '/projects/:p/environments/:e/flags/:f/versions/:n/diff',
    {
      schema: {
        operationId: 'diffVersions',
        tags,
        summary: 'What differs between two versions',
        params: OfVersion,
        querystring: Against,
        response: { 200: Diff },
      },
    },
    async (request) => {
      const { p, e, f, n } = request.params;
      requirePrincipal(request, p);
      const { project, environment } = await findPlace(store.db, p, e);
      const against = request.query.against ?? (await findFlagInPlace(store.db, project.id, environment.id, f)).row.version;
      const from = versionResource(await findVersion(store.db, environment.id, f, n));
      const to = versionResource(await findVersion(store.db, environment.id, f, against));
      const served = ({ definition, configuration, kill }: z.output<typeof FlagVersion>) => ({ definition, configuration, kill });
      return { from, to, differences: differences(served(from), served(to)) };
    },
  );

  app.post(
    '/projects/:p/environments/:e/flags/:f/restore',
    {
      schema: {
        operationId: 'restoreVersion',
        tags,
        summary: 'Make a new version with an older configuration',
        description: 'With If-Match. The definition and a kill stay as they are; refused when a variant that it serves is gone.',
        params: OfFlagInPlace,
        querystring: DryRun,
        body: RestoreRequest,
        response: { 200: Restored },
      },
    },
    async (request, reply) => {
      requirePrincipal(request, request.params.p);
      const expected = readIfMatch(request);
      const { version, reason } = request.body;
      const { place, write, target } = await writeAt(app, request, request.params, { query: request.query, reason });
      const diff = diffLink(request.params, expected);
      const { moved, definitionDiffers, ...flag } = await restoreFlag(
        { ...write, source: 'restore' },
        { ...target, version, expected, diff },
      );
      return await reply
        .header('etag', etag(flag.row.version))
        .send({ ...environmentFlagResource(flag, place.environment.key), moved: [...moved], definitionDiffers: [...definitionDiffers] });
    },
  );
};
