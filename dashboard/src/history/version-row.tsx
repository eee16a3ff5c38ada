import { Button } from '@mantine/core';
import { changesBetween, deedWords, SOURCE_WORDS } from '@sluice/core/words';
import { useState } from 'react';
import type { FlagVersion } from '../api/types.ts';
import { Ago } from '../ui/ago.tsx';
import { Icon } from '../ui/icon.tsx';
import { NotedList } from '../ui/noted-list.tsx';
import styles from './history.module.css';
import { JsonDiff } from './json-diff.tsx';

interface VersionRowProps {
  readonly version: FlagVersion;
  /** The version before; undefined for the first of all. */
  readonly before: FlagVersion | undefined;
  readonly current: boolean;
  readonly restore: () => void;
}

/** Who did what, when, from where and why: sentences first, JSON for those who ask. */
export function VersionRow({ version, before, current, restore }: VersionRowProps) {
  const [open, setOpen] = useState(false);
  return (
    <li className={styles.version}>
      <div className={styles.versionHead}>
        <strong className={`${styles.count} numbers`}>v{version.version}</strong>
        <span className={styles.who}>
          <strong>{version.actor.name}</strong> {deedWords(version.cause, version.version)} it <Ago at={version.at} />
          <span className="soft">
            {' '}
            via {SOURCE_WORDS[version.source]} · change {version.revision.toLocaleString('en')}
          </span>
        </span>
        <div className={styles.acts}>
          {before === undefined ? null : (
            <Button aria-expanded={open} onClick={() => setOpen(!open)} variant="subtle">
              <span>
                JSON<span className="hidden-text"> differences of v{version.version}</span>
              </span>
            </Button>
          )}
          {current ? (
            <span className={styles.current}>
              <Icon name="check" size={14} /> current
            </span>
          ) : (
            <Button leftSection={<Icon name="history" />} onClick={restore}>
              <span>
                Restore<span className="hidden-text"> v{version.version}</span>…
              </span>
            </Button>
          )}
        </div>
      </div>
      {version.reason === '' ? null : <p className={styles.reason}>“{version.reason}”</p>}
      <div className={styles.changes}>
        {before === undefined ? (
          <p className="soft">The first version.</p>
        ) : (
          <NotedList empty="Nothing served was changed." notes={changesBetween(before, version)} />
        )}
      </div>
      {open && before !== undefined ? <JsonDiff after={bodyOf(version)} before={bodyOf(before)} /> : null}
    </li>
  );
}

const bodyOf = ({ definition, configuration, kill }: FlagVersion) => ({ definition, configuration, kill });
