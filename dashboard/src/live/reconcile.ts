import type { FlagStore } from '@sluice/core';
import type { QueryClient } from '@tanstack/react-query';
import { flagKey, flagQuery, flagsKey, versionsKey } from '../api/flags.ts';
import type { Place } from '../api/place.ts';
import type { EnvironmentFlag } from '../api/types.ts';
import { overlay } from './overlay.ts';

/** More than this at once is one request for the whole list. */
const ONE_BY_ONE = 8;

/**
 * Brings what pages hold to the stream's position: what is served at once and in place, then who and why over HTTP.
 * Keys whose version is held already cost nothing.
 */
export async function reconcile(queries: QueryClient, place: Place, store: FlagStore, keys: readonly string[]): Promise<void> {
  const list = queries.getQueryData<readonly EnvironmentFlag[]>(flagsKey(place));
  const behind = keys.filter((key) => isBehind(queries, place, store, key, list));
  if (behind.length === 0) return;
  overlayHeld(queries, place, store, new Set(behind));
  const known = behind.every((key) => store.flags.has(key) && (list === undefined || list.some((flag) => flag.key === key)));
  if (known && behind.length <= ONE_BY_ONE) await Promise.all(behind.map((key) => refresh(queries, place, key)));
  else await queries.invalidateQueries({ queryKey: flagsKey(place) });
  await queries.invalidateQueries({ predicate: ({ queryKey }) => touches(queryKey, place, new Set(behind)) });
}

function isBehind(
  queries: QueryClient,
  place: Place,
  store: FlagStore,
  key: string,
  list: readonly EnvironmentFlag[] | undefined,
): boolean {
  const listed = list?.find((flag) => flag.key === key);
  const opened = queries.getQueryData<EnvironmentFlag>(flagKey(place, key));
  const version = store.flags.get(key)?.source.version;
  if (version === undefined) return listed !== undefined || opened !== undefined;
  if (list !== undefined && listed === undefined) return true;
  return (listed !== undefined && listed.version < version) || (opened !== undefined && opened.version < version);
}

function overlayHeld(queries: QueryClient, place: Place, store: FlagStore, keys: ReadonlySet<string>): void {
  const ahead = (flag: EnvironmentFlag) => {
    const wire = keys.has(flag.key) ? store.flags.get(flag.key)?.source : undefined;
    return wire === undefined ? flag : overlay(flag, wire);
  };
  queries.setQueryData<readonly EnvironmentFlag[]>(flagsKey(place), (flags) => flags?.map(ahead));
  for (const key of keys) queries.setQueryData<EnvironmentFlag>(flagKey(place, key), (flag) => flag && ahead(flag));
}

async function refresh(queries: QueryClient, place: Place, key: string): Promise<void> {
  const flag = await queries.fetchQuery({ ...flagQuery(place, key), staleTime: 0 });
  putInList(queries, place, flag);
}

/** Puts one flag in its place in the list, unless the list is ahead of it. */
export function putInList(queries: QueryClient, place: Place, fresh: EnvironmentFlag): void {
  queries.setQueryData<readonly EnvironmentFlag[]>(flagsKey(place), (flags) =>
    flags?.map((flag) => (flag.key === fresh.key && flag.version <= fresh.version ? fresh : flag)),
  );
}

/** Histories of the flags touched, and the log of the project. */
function touches(queryKey: readonly unknown[], place: Place, keys: ReadonlySet<string>): boolean {
  if (queryKey[0] === 'audit') return queryKey[1] === place.project;
  const [kind, project, environment, key] = queryKey;
  return kind === versionsKey(place, '')[0] && project === place.project && environment === place.environment && keys.has(String(key));
}
