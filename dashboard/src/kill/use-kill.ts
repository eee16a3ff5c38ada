import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { killFlag } from '../api/flags.ts';
import type { Place } from '../api/place.ts';
import { holdFlag } from '../flags/hold-flag.ts';
import { useClock } from '../live/clock.tsx';
import { useTell } from '../ui/notices.tsx';

/** How far a kill has come: nothing is called done before the server said so. */
export type KillProgress =
  | { readonly step: 'sent' }
  | { readonly step: 'accepted'; readonly version: number; readonly at: string; readonly tookMs: number }
  | { readonly step: 'failed'; readonly error: unknown };

/** Kills by key, and what became of each. */
export function useKill(place: Place): { readonly progress: ReadonlyMap<string, KillProgress>; readonly kill: (key: string) => void } {
  const queries = useQueryClient();
  const clock = useClock();
  const tell = useTell();
  const [progress, setProgress] = useState<ReadonlyMap<string, KillProgress>>(new Map());
  const note = useCallback((key: string, step: KillProgress) => setProgress((before) => new Map(before).set(key, step)), []);
  const kill = useCallback(
    async (key: string) => {
      const sentAt = clock.now();
      note(key, { step: 'sent' });
      try {
        const fresh = await killFlag(place, key);
        holdFlag(queries, place, fresh);
        note(key, { step: 'accepted', version: fresh.version, at: fresh.kill?.at ?? fresh.changedAt, tookMs: clock.now() - sentAt });
        tell(`${key} is killed in ${place.environment}.`, { urgent: true });
      } catch (error) {
        note(key, { step: 'failed', error });
      }
    },
    [place, queries, clock, note, tell],
  );
  return { progress, kill };
}
