import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Page } from './pages.ts';
import { path, request } from './request.ts';
import type { Actor, Cause, Source } from './types.ts';

/** One row of the log: who did what to which flags, where and why. */
export interface AuditEntry {
  readonly changeId: string;
  readonly environment: string;
  readonly revision: number;
  readonly at: string;
  readonly actor: Actor;
  readonly source: Source;
  readonly cause: Cause;
  readonly reason: string;
  readonly flags: readonly { readonly key: string; readonly version: number }[];
}

export interface AuditFilter {
  readonly environment?: string;
  readonly flag?: string;
}

const ENTRIES_AT_ONCE = 50;

/** Newest first. */
export const auditQuery = (project: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', project, filter],
    queryFn: ({ pageParam, signal }) =>
      request<Page<AuditEntry>>('GET', path`/projects/${project}/audit`, {
        query: { ...filter, limit: ENTRIES_AT_ONCE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
