import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { deedWords, SOURCE_WORDS } from '@sluice/core/words';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type AuditEntry, auditQuery } from '../api/audit.ts';
import { usePlace, useWhereabouts } from '../shell/use-place.ts';
import { Ago } from '../ui/ago.tsx';
import { Blank } from '../ui/blank.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './audit.module.css';

const EVERYWHERE = '*';

/** Who changed what anywhere in the project, from the log itself. */
export function AuditPage() {
  const place = usePlace();
  const { project } = useWhereabouts();
  const [environment, setEnvironment] = useState(place.environment);
  const [typed, setTyped] = useState('');
  const [flag] = useDebouncedValue(typed.trim(), 250);
  const filter = { ...(environment === EVERYWHERE ? {} : { environment }), ...(flag === '' ? {} : { flag }) };
  const log = useInfiniteQuery(auditQuery(place.project, filter));
  useEffect(() => {
    document.title = 'Audit · Sluice';
  }, []);
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1 className={styles.title}>Audit</h1>
      <div className={styles.filters}>
        <Select
          aria-label="Environment"
          data={[
            { value: EVERYWHERE, label: 'All environments' },
            ...(project?.environments ?? []).map((one) => ({ value: one.key, label: one.name })),
          ]}
          onChange={(next) => next !== null && setEnvironment(next)}
          value={environment}
        />
        <TextInput
          aria-label="Flag key"
          leftSection={<Icon name="search" />}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder="A flag’s whole key"
          type="search"
          value={typed}
        />
      </div>
      {log.isPending ? <p className="soft">Reading the log…</p> : null}
      {log.isError && log.data === undefined ? <ProblemNote error={log.error} retry={() => log.refetch()} /> : null}
      {log.data !== undefined && entries.length === 0 ? (
        <Blank title="Nothing was changed here">The log has no entry for this environment and flag.</Blank>
      ) : null}
      {entries.length === 0 ? null : (
        <ol className={styles.entries}>
          {entries.map((entry) => (
            <Entry entry={entry} key={`${entry.environment}/${entry.revision}`} />
          ))}
        </ol>
      )}
      {log.hasNextPage ? (
        <Button loading={log.isFetchingNextPage} mt="sm" onClick={() => log.fetchNextPage()}>
          Older entries
        </Button>
      ) : null}
    </>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { project } = usePlace();
  return (
    <li className={styles.entry}>
      <span className={styles.when}>
        <Ago at={entry.at} />
      </span>
      <span className={styles.what}>
        <strong>{entry.actor.name}</strong> {deedWords(entry.cause, entry.flags[0]?.version ?? 0)}{' '}
        {entry.flags.map(({ key, version }, index) => (
          <span key={key}>
            {index === 0 ? '' : ', '}
            <Link
              className={styles.flag}
              params={{ project, environment: entry.environment, key }}
              search={{ tab: 'history' }}
              to="/$project/$environment/flags/$key"
            >
              {key}
            </Link>{' '}
            <span className="soft numbers">v{version}</span>
          </span>
        ))}
        {entry.reason === '' ? null : <span className={styles.reason}>“{entry.reason}”</span>}
      </span>
      <span className={styles.where}>
        {entry.environment} · change {entry.revision.toLocaleString('en')} · via {SOURCE_WORDS[entry.source]}
      </span>
    </li>
  );
}
