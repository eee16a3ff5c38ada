import { queryOptions } from '@tanstack/react-query';
import { everything } from './pages.ts';
import { path, request } from './request.ts';
import type { Project, ProjectDraft } from './types.ts';

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) => everything<Project>('/projects', {}, signal),
  staleTime: 60_000,
});

/** Without environments the server makes development, staging and production. */
export const createProject = (key: string, draft: ProjectDraft) =>
  request<Project>('PUT', path`/projects/${key}`, { body: draft, create: true });
