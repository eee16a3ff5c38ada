import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { keysQuery } from '../api/keys.ts';
import type { ApiKey } from '../api/types.ts';
import { usePlace, useWhereabouts } from '../shell/use-place.ts';
import { Blank } from '../ui/blank.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { CreateKey } from './create-key.tsx';
import { KeyRow } from './key-row.tsx';
import styles from './keys.module.css';

/** What opens this environment to SDKs, and the project to automation. */
export function KeysPage() {
  const place = usePlace();
  const { environment } = useWhereabouts();
  const keys = useQuery(keysQuery(place.project));
  const [creating, setCreating] = useState(false);
  useEffect(() => {
    document.title = `Keys · ${environment?.name ?? ''} · Sluice`;
  }, [environment]);
  const here = (keys.data ?? []).filter((key) => key.environment === place.environment || key.environment === null);
  const [working, revoked] = [here.filter((key) => key.revokedAt === null), here.filter((key) => key.revokedAt !== null)];
  const create = (
    <Button leftSection={<Icon name="add" />} onClick={() => setCreating(true)} variant="filled">
      New key
    </Button>
  );
  return (
    <>
      <div className={styles.head}>
        <h1>Keys</h1>
        <span className="soft">of {environment?.name}</span>
        <span className={styles.spring} />
        {create}
      </div>
      {keys.isPending ? <p className="soft">Reading the keys…</p> : null}
      {keys.isError && keys.data === undefined ? <ProblemNote error={keys.error} retry={() => keys.refetch()} /> : null}
      {keys.data !== undefined && here.length === 0 ? (
        <Blank act={create} title="No key opens this environment yet">
          An SDK needs one to connect: a server key for services, a client key for web pages.
        </Blank>
      ) : null}
      <KeyList keys={working} />
      {revoked.length === 0 ? null : (
        <details className={styles.revoked}>
          <summary>Revoked ({revoked.length})</summary>
          <KeyList keys={revoked} />
        </details>
      )}
      {creating ? <CreateKey close={() => setCreating(false)} /> : null}
    </>
  );
}

function KeyList({ keys }: { keys: readonly ApiKey[] }) {
  if (keys.length === 0) return null;
  return (
    <ul className={styles.keys}>
      {keys.map((key) => (
        <KeyRow apiKey={key} key={key.id} />
      ))}
    </ul>
  );
}
