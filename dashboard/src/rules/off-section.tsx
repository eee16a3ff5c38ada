import { Select } from '@mantine/core';
import type { FlagConfiguration } from '../api/types.ts';
import styles from './rules-tab.module.css';

const WHEN_STALE = [
  { value: 'keep', label: 'keep serving what it had' },
  { value: 'off', label: 'serve the off value' },
  { value: 'default', label: 'serve the default in the code' },
];

/** The safe side: what is served while nothing else may be. */
export function OffSection({
  working,
  variants,
  change,
}: {
  working: FlagConfiguration;
  variants: readonly string[];
  change: (working: FlagConfiguration) => void;
}) {
  return (
    <section aria-label="Safe side" className={styles.card}>
      <h2 className={styles.title}>Safe side</h2>
      <div className={styles.pair}>
        <Select
          data={[...variants]}
          description="Served while disabled or killed, and when a prerequisite is not met"
          label="Off value"
          onChange={(offVariant) => offVariant !== null && change({ ...working, offVariant })}
          value={working.offVariant}
        />
        <Select
          data={WHEN_STALE}
          description="What an SDK does by itself when it cannot reach Sluice"
          label="After losing contact for long"
          onChange={(choice) => choice !== null && change({ ...working, whenStale: choice as FlagConfiguration['whenStale'] })}
          value={working.whenStale}
        />
      </div>
    </section>
  );
}
