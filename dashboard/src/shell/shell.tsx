import { useHotkeys } from '@mantine/hooks';
import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { KillPanel } from '../kill/kill-panel.tsx';
import { LiveProvider, useFreshness } from '../live/live-provider.tsx';
import { remember } from '../projects/landing.ts';
import { Header } from './header.tsx';
import { LostPlace } from './lost-page.tsx';
import styles from './shell.module.css';
import { ActsContext, type ShellActs } from './shell-acts.ts';
import { SideNav } from './side-nav.tsx';
import { useSingleKeys } from './single-keys.ts';
import { usePlace, useWhereabouts } from './use-place.ts';

const Palette = lazy(async () => ({ default: (await import('../palette/palette.tsx')).Palette }));

/** What surrounds every page of an environment. */
export function Shell() {
  const place = usePlace();
  const { environment } = useWhereabouts();
  useEffect(() => {
    if (environment !== undefined) remember(place);
  }, [place, environment]);
  return (
    <LiveProvider key={`${place.project}/${place.environment}`} place={place}>
      <Frame known={environment !== undefined} />
    </LiveProvider>
  );
}

type Open = null | { readonly what: 'kill'; readonly key?: string } | { readonly what: 'palette' };

function Frame({ known }: { known: boolean }) {
  const [open, setOpen] = useState<Open>(null);
  const { key: shown } = useParams({ strict: false });
  const freshness = useFreshness();
  const kill = useCallback((key?: string) => setOpen(key === undefined ? { what: 'kill' } : { what: 'kill', key }), []);
  const palette = useCallback(() => setOpen({ what: 'palette' }), []);
  const close = useCallback(() => setOpen(null), []);
  const acts = useMemo<ShellActs>(() => ({ kill, palette }), [kill, palette]);
  useKeys({ kill: () => (open?.what === 'kill' ? close() : kill(shown)), palette: () => (open?.what === 'palette' ? close() : palette()) });
  return (
    <ActsContext value={acts}>
      <div className={styles.shell} data-stale={freshness.kind === 'stale'}>
        <a className={styles.skip} href="#content">
          Skip to the page
        </a>
        <Header freshness={freshness} onKill={() => kill(shown)} onPalette={palette} />
        <SideNav />
        <main className={styles.content} id="content" tabIndex={-1}>
          {known ? <Outlet /> : <LostPlace />}
        </main>
      </div>
      {known ? (
        <KillPanel close={close} first={open?.what === 'kill' ? (open.key ?? shown) : undefined} opened={open?.what === 'kill'} />
      ) : null}
      <Suspense>{open?.what === 'palette' ? <Palette close={close} kill={kill} /> : null}</Suspense>
    </ActsContext>
  );
}

/** Chords work in fields too; single keys do not. */
function useKeys({ kill, palette }: { kill: () => void; palette: () => void }) {
  const navigate = useNavigate();
  const place = usePlace();
  useHotkeys(
    [
      ['mod+.', kill],
      ['mod+K', palette],
    ],
    [],
  );
  const [leader, setLeader] = useState(false);
  const go = (to: '/$project/$environment/flags' | '/$project/$environment/keys' | '/$project/$environment/audit') => () => {
    if (leader) navigate({ to, params: place });
    setLeader(false);
  };
  useSingleKeys([
    ['g', () => setLeader(true)],
    ['f', go('/$project/$environment/flags')],
    ['k', go('/$project/$environment/keys')],
    ['a', go('/$project/$environment/audit')],
  ]);
}
