import { Tabs } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { flagQuery, flagsKey } from '../api/flags.ts';
import { hasCode } from '../api/problem.ts';
import type { EnvironmentFlag } from '../api/types.ts';
import type { FlagTab } from '../routes.tsx';
import { RulesTab } from '../rules/rules-tab.tsx';
import { LostPlace } from '../shell/lost-page.tsx';
import { usePlace, useWhereabouts } from '../shell/use-place.ts';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { FlagHeader } from './flag-header.tsx';
import styles from './flag-page.module.css';

const HistoryTab = lazy(async () => ({ default: (await import('../history/history-tab.tsx')).HistoryTab }));
const SettingsTab = lazy(async () => ({ default: (await import('./settings-tab.tsx')).SettingsTab }));

/** Why, who gets what, and what changed. */
export function FlagPage() {
  const { key } = useParams({ from: '/signed-in/$project/$environment/flags/$key' });
  const { tab = 'rules' } = useSearch({ from: '/signed-in/$project/$environment/flags/$key' });
  const flag = useFlag(key);
  const navigate = useNavigate();
  const { environment } = useWhereabouts();
  useEffect(() => {
    document.title = `${key} · ${environment?.name ?? ''} · Sluice`;
  }, [key, environment]);
  if (flag.data === undefined) {
    if (flag.isPending) return <p className="soft">Reading {key}…</p>;
    return hasCode(flag.error, 'not-found') ? <LostPlace /> : <ProblemNote error={flag.error} retry={() => flag.refetch()} />;
  }
  const show = (next: string | null) => navigate({ to: '.', search: next === null || next === 'rules' ? {} : { tab: next as FlagTab } });
  return (
    <>
      <FlagHeader flag={flag.data} />
      <Tabs keepMounted={false} onChange={show} value={tab}>
        <Tabs.List className={styles.tabs}>
          <Tabs.Tab leftSection={<Icon name="split" />} value="rules">
            Rules
          </Tabs.Tab>
          <Tabs.Tab leftSection={<Icon name="history" />} value="history">
            History
          </Tabs.Tab>
          <Tabs.Tab leftSection={<Icon name="pencil" />} value="settings">
            Settings
          </Tabs.Tab>
        </Tabs.List>
        <Suspense fallback={<p className="soft">Opening…</p>}>
          <Tabs.Panel value="rules">
            <RulesTab flag={flag.data} />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <HistoryTab flag={flag.data} />
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <SettingsTab flag={flag.data} key={flag.data.definition.version} />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
    </>
  );
}

/** The flag, at once from the list when that is at hand. */
function useFlag(key: string) {
  const place = usePlace();
  const queries = useQueryClient();
  const listed = () => queries.getQueryData<readonly EnvironmentFlag[]>(flagsKey(place))?.find((flag) => flag.key === key);
  return useQuery({ ...flagQuery(place, key), placeholderData: listed });
}
