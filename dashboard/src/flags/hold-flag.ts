import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { flagKey, flagQuery, versionsKey } from '../api/flags.ts';
import type { Place } from '../api/place.ts';
import type { EnvironmentFlag } from '../api/types.ts';
import { putInList } from '../live/reconcile.ts';

/** Puts what a write answered in the pages that show it, unless they are ahead of it already. */
export function holdFlag(queries: QueryClient, place: Place, fresh: EnvironmentFlag): void {
  queries.setQueryData<EnvironmentFlag>(flagKey(place, fresh.key), (held) =>
    held !== undefined && held.version > fresh.version ? held : fresh,
  );
  putInList(queries, place, fresh);
  queries.invalidateQueries({ queryKey: versionsKey(place, fresh.key) }).catch(() => undefined);
}

/** Reads a flag again after an act whose answer does not hold it. */
export async function readAgain(queries: QueryClient, place: Place, key: string): Promise<EnvironmentFlag> {
  const fresh = await queries.fetchQuery({ ...flagQuery(place, key), staleTime: 0 });
  holdFlag(queries, place, fresh);
  return fresh;
}

export function useHoldFlag(place: Place) {
  const queries = useQueryClient();
  return useCallback((fresh: EnvironmentFlag) => holdFlag(queries, place, fresh), [queries, place]);
}
