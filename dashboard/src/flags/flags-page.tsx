import { Button, TextInput } from '@mantine/core';
import { count } from '@sluice/core/words';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { flagsQuery } from '../api/flags.ts';
import { useSingleKeys } from '../shell/single-keys.ts';
import { usePlace, useWhereabouts } from '../shell/use-place.ts';
import { Blank } from '../ui/blank.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { filterFlags } from './filter-flags.ts';
import { FlagsList } from './flags-list.tsx';
import styles from './flags-page.module.css';
import { HelloSluice } from './hello-sluice.tsx';
import { stepRows } from './step-rows.ts';

const CreateFlag = lazy(async () => ({ default: (await import('./create-flag.tsx')).CreateFlag }));

/** What every flag serves in this environment. */
export function FlagsPage() {
  const place = usePlace();
  const { environment } = useWhereabouts();
  const { filter = '', create } = useSearch({ from: '/signed-in/$project/$environment/flags' });
  const navigate = useNavigate();
  const flags = useQuery(flagsQuery(place));
  useEffect(() => {
    document.title = `Flags · ${environment?.name ?? ''} · Sluice`;
  }, [environment]);
  const search = (next: { filter?: string; create?: true }) => navigate({ to: '.', search: next, replace: true });
  const setCreate = (open: boolean) => search({ ...(filter === '' ? {} : { filter }), ...(open ? { create: true } : {}) });
  const shown = filterFlags(flags.data ?? [], filter);
  const empty = flags.data?.length === 0;

  return (
    <>
      <div className={styles.head}>
        <h1>Flags</h1>
        {flags.data === undefined || empty ? null : <span className="soft">{count(flags.data.length, 'flag')}</span>}
        <Button className={styles.create} leftSection={<Icon name="add" />} onClick={() => setCreate(true)} variant="filled">
          New flag
        </Button>
      </div>
      {empty ? null : <Filter onChange={(text) => search(text === '' ? {} : { filter: text })} value={filter} />}
      {flags.isError && flags.data === undefined ? <ProblemNote error={flags.error} retry={() => flags.refetch()} /> : null}
      {flags.isPending ? <Rows /> : null}
      {empty ? <HelloSluice onOwn={() => setCreate(true)} /> : null}
      {shown.length > 0 ? <FlagsList flags={shown} /> : null}
      {flags.data !== undefined && !empty && shown.length === 0 ? (
        <Blank act={<Button onClick={() => search({})}>Show all flags</Button>} title="No flag matches">
          Nothing has “{filter}” in its key, name, owner, tags or state.
        </Blank>
      ) : null}
      <Suspense>{create === true ? <CreateFlag close={() => setCreate(false)} /> : null}</Suspense>
    </>
  );
}

function Filter({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useSingleKeys([
    ['/', () => field.current?.focus()],
    ['j', () => stepRows(1)],
    ['k', () => stepRows(-1)],
  ]);
  return (
    <TextInput
      aria-keyshortcuts="/"
      aria-label="Filter flags"
      className={styles.filter}
      leftSection={<Icon name="search" />}
      onChange={(event) => onChange(event.currentTarget.value)}
      placeholder="Filter by key, name, owner, tag or state"
      ref={field}
      rightSection={value === '' ? <kbd className={styles.slash}>/</kbd> : null}
      type="search"
      value={value}
    />
  );
}

const Rows = () => (
  <p aria-busy="true" className="soft">
    Reading the flags…
  </p>
);
