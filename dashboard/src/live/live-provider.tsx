import type { FlagStore } from '@sluice/core';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type PropsWithChildren, useContext, useEffect, useState } from 'react';
import { flagsKey } from '../api/flags.ts';
import type { Place } from '../api/place.ts';
import { useNow } from './clock.tsx';
import { type Following, followFlags, type LiveState } from './follow-flags.ts';
import { type Freshness, freshness } from './freshness.ts';
import { type LivePorts, pagePorts } from './ports.ts';
import { reconcile } from './reconcile.ts';

interface Live {
  readonly state: LiveState;
  readonly store: FlagStore | null;
}

const START: Live = { state: { phase: 'connecting', heardAt: null }, store: null };
const POLL_MS = 5_000;

const LiveContext = createContext<Live>(START);

/** Follows one environment while it is shown; polls every 5 s while the socket is down. */
export function LiveProvider({ place, ports = pagePorts, children }: PropsWithChildren<{ place: Place; ports?: LivePorts }>) {
  const queries = useQueryClient();
  const [live, setLive] = useState<Live>(START);
  const { project, environment } = place;

  useEffect(() => {
    const here = { project, environment };
    setLive(START);
    const following = followFlags(here, ports, {
      state: (state) => setLive((before) => ({ ...before, state })),
      changed(store, keys) {
        setLive((before) => ({ ...before, store }));
        reconcile(queries, here, store, keys).catch(() => undefined);
      },
    });
    const forget = noteAnswers(queries, here, following);
    const seen = () => document.visibilityState === 'visible' && following.hurry();
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('online', seen);
    return () => {
      forget();
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('online', seen);
      following.stop();
    };
  }, [project, environment, ports, queries]);

  const down = live.state.phase !== 'live';
  useEffect(() => {
    if (!down) return;
    const poll = () => {
      const watched = { predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => LIVE_KINDS.has(String(queryKey[0])) };
      queries.invalidateQueries(watched).catch(() => undefined);
    };
    const timer = setInterval(poll, POLL_MS);
    return () => clearInterval(timer);
  }, [down, queries]);

  return <LiveContext value={live}>{children}</LiveContext>;
}

const LIVE_KINDS = new Set(['flags', 'flag', 'versions', 'audit']);

/** Counts every answer about this environment's flags as news of their state. */
function noteAnswers(queries: ReturnType<typeof useQueryClient>, place: Place, following: Following): () => void {
  const [kind, project, environment] = flagsKey(place);
  return queries.getQueryCache().subscribe((event) => {
    const [what, of, within] = event.query.queryKey;
    if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual === true) return;
    if ((what === kind || what === 'flag') && of === project && within === environment) following.answered();
  });
}

/** The ruleset as SDKs hold it, for choices that an editor offers. */
export const useRuleset = () => useContext(LiveContext).store;

/** How far what is shown may be believed, judged every second. */
export function useFreshness(): Freshness {
  const { state } = useContext(LiveContext);
  return freshness(state, Math.max(useNow(1_000), state.heardAt ?? 0));
}
