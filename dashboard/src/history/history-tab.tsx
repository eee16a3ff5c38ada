import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { versionsQuery } from '../api/flags.ts';
import type { EnvironmentFlag, FlagVersion } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './history.module.css';
import { RestoreDialog } from './restore-dialog.tsx';
import { VersionRow } from './version-row.tsx';

/** Every version of this flag in this environment, newest first, each as what it changed. */
export function HistoryTab({ flag }: { flag: EnvironmentFlag }) {
  const history = useInfiniteQuery(versionsQuery(usePlace(), flag.key));
  const [restoring, setRestoring] = useState<FlagVersion | null>(null);
  if (history.isPending) return <p className="soft">Reading the history…</p>;
  if (history.data === undefined) return <ProblemNote error={history.error} retry={() => history.refetch()} />;
  const versions = history.data.pages.flatMap((page) => page.items);
  const shown = history.hasNextPage ? versions.slice(0, -1) : versions;
  return (
    <>
      <ol className={styles.versions}>
        {shown.map((version, index) => (
          <VersionRow
            before={versions[index + 1]}
            current={index === 0}
            key={version.version}
            restore={() => setRestoring(version)}
            version={version}
          />
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button loading={history.isFetchingNextPage} mt="sm" onClick={() => history.fetchNextPage()}>
          Older versions
        </Button>
      ) : null}
      {restoring === null ? null : <RestoreDialog close={() => setRestoring(null)} flag={flag} target={restoring} />}
    </>
  );
}
