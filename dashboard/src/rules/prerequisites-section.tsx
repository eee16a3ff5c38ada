import { ActionIcon, Button, MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { flagsQuery } from '../api/flags.ts';
import type { EnvironmentFlag, Prerequisite } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './rules-tab.module.css';

interface PrerequisitesProps {
  readonly flag: EnvironmentFlag;
  readonly prerequisites: readonly Prerequisite[];
  readonly onChange: (prerequisites: Prerequisite[]) => void;
}

/** Other flags that must serve certain variants, or this one serves its off value. */
export function PrerequisitesSection({ flag, prerequisites, onChange }: PrerequisitesProps) {
  const flags = useQuery(flagsQuery(usePlace())).data ?? [];
  const others = flags.filter((other) => other.key !== flag.key);
  const put = (index: number, one: Prerequisite) => onChange(prerequisites.with(index, one));
  const add = () => onChange([...prerequisites, { flag: '', variants: [] }]);
  if (prerequisites.length === 0 && others.length === 0) return null;
  return (
    <section aria-label="Prerequisites" className={styles.card}>
      <div className={styles.line}>
        <div className={styles.grow}>
          <h2 className={styles.title}>Prerequisites</h2>
          {prerequisites.length === 0 ? <p className={styles.note}>None: this flag depends on no other flag.</p> : null}
        </div>
        <Button leftSection={<Icon name="add" />} onClick={add} variant="subtle">
          Add prerequisite
        </Button>
      </div>
      {prerequisites.map((one, index) => {
        const variants = Object.keys(others.find((other) => other.key === one.flag)?.definition.variants ?? {});
        return (
          <div className={styles.prerequisite} key={index}>
            <Select
              aria-label={`Prerequisite ${index + 1}: flag`}
              data={[...new Set([...others.map((other) => other.key), ...(one.flag === '' ? [] : [one.flag])])]}
              onChange={(key) => put(index, { flag: key ?? '', variants: [] })}
              placeholder="flag"
              searchable
              value={one.flag === '' ? null : one.flag}
            />
            <span className={styles.verb}>serves</span>
            <MultiSelect
              aria-label={`Prerequisite ${index + 1}: variants`}
              data={[...new Set([...variants, ...one.variants])]}
              onChange={(chosen) => put(index, { ...one, variants: chosen })}
              placeholder={one.variants.length === 0 ? 'variants' : ''}
              value={[...one.variants]}
            />
            <ActionIcon aria-label={`Delete prerequisite ${index + 1}`} onClick={() => onChange(prerequisites.toSpliced(index, 1))}>
              <Icon name="trash" />
            </ActionIcon>
          </div>
        );
      })}
    </section>
  );
}
