import { useSessionStorage } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import type { EnvironmentFlag, FlagConfiguration } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { caughtUp, type Draft, edited, isSame } from './draft.ts';

export interface DraftHold {
  readonly draft: Draft | null;
  /** What the editor shows: the draft, or else what is published. */
  readonly working: FlagConfiguration;
  /** Whether somebody published something else since the draft was begun. */
  readonly overtaken: boolean;
  readonly change: (working: FlagConfiguration) => void;
  readonly replace: (draft: Draft | null) => void;
  readonly discard: () => void;
}

/** Unpublished edits of one flag in one environment; they live as long as the tab, also through a reload. */
export function useDraft(flag: EnvironmentFlag): DraftHold {
  const { project, environment } = usePlace();
  const [stored, setStored, removeStored] = useSessionStorage<Draft | null>({
    key: `sluice.draft/${project}/${environment}/${flag.key}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const draft = useMemo(() => (stored === null ? null : caughtUp(stored, flag)), [stored, flag]);
  const replace = useCallback((next: Draft | null) => (next === null ? removeStored() : setStored(next)), [setStored, removeStored]);
  const change = useCallback((working: FlagConfiguration) => replace(edited(draft, flag, working)), [draft, flag, replace]);
  return {
    draft,
    working: draft?.working ?? flag.configuration,
    overtaken: draft !== null && flag.version > draft.readVersion && !isSame(draft.origin, flag.configuration),
    change,
    replace,
    discard: useCallback(() => replace(null), [replace]),
  };
}
