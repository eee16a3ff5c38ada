import { queryOptions } from '@tanstack/react-query';
import { everything } from './pages.ts';
import { path, request } from './request.ts';
import type { ApiKey, ApiKeyCreated, ApiKeyDraft } from './types.ts';

export const keysQuery = (project: string) =>
  queryOptions({ queryKey: ['keys', project], queryFn: ({ signal }) => everything<ApiKey>(path`/projects/${project}/keys`, {}, signal) });

export const createKey = (project: string, draft: ApiKeyDraft) =>
  request<ApiKeyCreated>('POST', path`/projects/${project}/keys`, { body: draft });

export const revokeKey = (project: string, id: string) => request<unknown>('DELETE', path`/projects/${project}/keys/${id}`);
