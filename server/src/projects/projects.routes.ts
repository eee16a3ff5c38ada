import { Environment, EnvironmentDraft, EnvironmentKey, EnvironmentPatch, Project, ProjectDraft, ProjectKey } from '@sluice/core/schema';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cutPage, PageQuery, pageOf, readCursor } from '../http/page.ts';
import { requireCreation } from '../http/preconditions.ts';
import { requirePerson, requirePrincipal } from '../http/principal.ts';
import { changeEnvironment } from './change-environment.ts';
import { changeProject } from './change-project.ts';
import { createEnvironment } from './create-environment.ts';
import { createProject } from './create-project.ts';
import { environmentResource, findPlace, findProject, listProjects, projectResource } from './projects.queries.ts';

const tags = ['Projects'];
const InProject = z.strictObject({ p: ProjectKey });
const InEnvironment = z.strictObject({ p: ProjectKey, e: EnvironmentKey });

/** Projects and their environments. */
export const projectRoutes: FastifyPluginAsyncZod = async (app) => {
  const { store, clock } = app;

  app.get(
    '/projects',
    {
      schema: {
        operationId: 'listProjects',
        tags,
        summary: 'Projects, by key',
        querystring: PageQuery,
        response: { 200: pageOf(Project) },
      },
    },
    async (request) => {
      const { project: only } = requirePrincipal(request);
      const after = readCursor(request.query.cursor, z.tuple([z.string()]))?.[0] ?? null;
      const { items, next } = cutPage(
        await listProjects(store.db, after, request.query.limit + 1, only),
        request.query.limit,
        ({ key }) => [key],
      );
      return { items: await Promise.all(items.map((row) => projectResource(store.db, row))), next };
    },
  );

  app.get(
    '/projects/:p',
    { schema: { operationId: 'getProject', tags, summary: 'One project', params: InProject, response: { 200: Project } } },
    async (request) => {
      requirePrincipal(request, request.params.p);
      return await projectResource(store.db, await findProject(store.db, request.params.p));
    },
  );

  app.put(
    '/projects/:p',
    {
      schema: {
        operationId: 'createProject',
        tags,
        summary: 'Make a project',
        description: 'Send If-None-Match: *. Without environments it gets development, staging and production.',
        params: InProject,
        body: ProjectDraft,
        response: { 201: Project },
      },
    },
    async (request, reply) => {
      const principal = requirePerson(request);
      requireCreation(request);
      const row = await createProject(store, principal, request.params.p, request.body, clock());
      return await reply.code(201).send(await projectResource(store.db, row));
    },
  );

  app.patch(
    '/projects/:p',
    {
      schema: {
        operationId: 'changeProject',
        tags,
        summary: 'Rename a project',
        params: InProject,
        body: ProjectDraft.pick({ name: true }),
        response: { 200: Project },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request, request.params.p);
      const row = await changeProject(store, principal, await findProject(store.db, request.params.p), request.body, clock());
      return await projectResource(store.db, row);
    },
  );

  app.put(
    '/projects/:p/environments/:e',
    {
      schema: {
        operationId: 'createEnvironment',
        tags,
        summary: 'Add an environment',
        description: 'Send If-None-Match: *. Every flag of the project exists in it, switched off.',
        params: InEnvironment,
        body: EnvironmentDraft,
        response: { 201: Environment },
      },
    },
    async (request, reply) => {
      const { p, e } = request.params;
      const principal = requirePrincipal(request, p);
      requireCreation(request);
      await createEnvironment(store, principal, await findProject(store.db, p), e, request.body, clock());
      return await reply.code(201).send(environmentResource((await findPlace(store.db, p, e)).environment));
    },
  );

  app.patch(
    '/projects/:p/environments/:e',
    {
      schema: {
        operationId: 'changeEnvironment',
        tags,
        summary: 'Change the name, colour or protection of an environment',
        params: InEnvironment,
        body: EnvironmentPatch,
        response: { 200: Environment },
      },
    },
    async (request) => {
      const { p, e } = request.params;
      const principal = requirePrincipal(request, p);
      const row = await changeEnvironment(store, principal, { project: p, environment: e }, request.body, clock());
      return environmentResource(row);
    },
  );
};
