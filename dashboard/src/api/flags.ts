import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { everything, type Page } from './pages.ts';
import type { Place } from './place.ts';
import { path, request } from './request.ts';
import type {
  EnvironmentFlag,
  EnvironmentFlagChanged,
  FlagConfigurationPatch,
  FlagDefinitionPatch,
  FlagDraft,
  FlagResource,
  FlagVersion,
} from './types.ts';

const inPlace = ({ project, environment }: Place, key: string) => path`/projects/${project}/environments/${environment}/flags/${key}`;

export const flagsKey = ({ project, environment }: Place) => ['flags', project, environment] as const;
export const flagKey = ({ project, environment }: Place, key: string) => ['flag', project, environment, key] as const;
export const versionsKey = ({ project, environment }: Place, key: string) => ['versions', project, environment, key] as const;

/** Every flag that is not archived, with what it serves here. */
export const flagsQuery = (place: Place) =>
  queryOptions({
    queryKey: flagsKey(place),
    queryFn: ({ signal }) =>
      everything<EnvironmentFlag>(path`/projects/${place.project}/environments/${place.environment}/flags`, {}, signal),
  });

export const flagQuery = (place: Place, key: string) =>
  queryOptions({
    queryKey: flagKey(place, key),
    queryFn: ({ signal }) => request<EnvironmentFlag>('GET', inPlace(place, key), { signal }),
  });

const VERSIONS_AT_ONCE = 30;

/** Newest first. */
export const versionsQuery = (place: Place, key: string) =>
  infiniteQueryOptions({
    queryKey: versionsKey(place, key),
    queryFn: ({ pageParam, signal }) =>
      request<Page<FlagVersion>>('GET', `${inPlace(place, key)}/versions`, {
        query: { limit: VERSIONS_AT_ONCE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const archivedFlagsQuery = (project: string) =>
  queryOptions({
    queryKey: ['archived-flags', project],
    queryFn: ({ signal }) => everything<FlagResource>(path`/projects/${project}/flags`, { archived: 'true' }, signal),
  });

export const createFlag = (project: string, key: string, draft: FlagDraft) =>
  request<FlagResource>('PUT', path`/projects/${project}/flags/${key}`, { body: draft, create: true });

export const changeDefinition = (project: string, key: string, ifMatch: number, body: FlagDefinitionPatch) =>
  request<FlagResource>('PATCH', path`/projects/${project}/flags/${key}`, { body, ifMatch });

export const archiveFlag = (project: string, key: string, ifMatch: number) =>
  request<unknown>('DELETE', path`/projects/${project}/flags/${key}`, { ifMatch });

export const unarchiveFlag = (project: string, key: string) => request<unknown>('POST', path`/projects/${project}/flags/${key}/unarchive`);

export const changeConfiguration = (place: Place, key: string, ifMatch: number, body: FlagConfigurationPatch) =>
  request<EnvironmentFlagChanged>('PATCH', inPlace(place, key), { body, ifMatch });

/** What a change would move, and whether it would be accepted; nothing is written. */
export const tryConfiguration = (place: Place, key: string, ifMatch: number, body: FlagConfigurationPatch) =>
  request<EnvironmentFlagChanged>('PATCH', inPlace(place, key), { body, ifMatch, query: { dryRun: true } });

/** Needs no version: a kill is never refused because somebody else was quicker. */
export const killFlag = (place: Place, key: string, reason = '') =>
  request<EnvironmentFlag>('PUT', `${inPlace(place, key)}/kill`, { body: { reason } });

export const reviveFlag = (place: Place, key: string, reason = '') =>
  request<EnvironmentFlag>('DELETE', `${inPlace(place, key)}/kill`, { body: { reason } });

export const restoreVersion = (place: Place, key: string, ifMatch: number, body: { readonly version: number; readonly reason: string }) =>
  request<EnvironmentFlagChanged>('POST', `${inPlace(place, key)}/restore`, { body, ifMatch });
