import { Button } from '@mantine/core';
import { deedWords, servesSentence, sharesOf } from '@sluice/core/words';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { EnvironmentFlag } from '../api/types.ts';
import { ReviveDialog } from '../kill/revive-dialog.tsx';
import { useShellActs } from '../shell/shell-acts.ts';
import { usePlace, useWhereabouts } from '../shell/use-place.ts';
import { Ago } from '../ui/ago.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Said } from '../ui/said.tsx';
import { ShareBar } from '../ui/share-bar.tsx';
import { StateMark, stateOf } from '../ui/state-mark.tsx';
import styles from './flag-page.module.css';

/** What the flag serves now, which version that is, who made it, and the way to stop it. */
export function FlagHeader({ flag }: { flag: EnvironmentFlag }) {
  const { definition, configuration } = flag;
  const place = usePlace();
  const { kill } = useShellActs();
  const state = stateOf(flag);
  const otherwise = state === 'enabled' ? sharesOf(configuration.fallthrough) : [{ variant: configuration.offVariant, weight: 1 }];
  return (
    <header className={styles.header}>
      <Link className={styles.back} params={place} to="/$project/$environment/flags">
        <Icon name="back" size={14} /> Flags
      </Link>
      <div className={styles.titleLine}>
        <h1 className={styles.key}>{flag.key}</h1>
        <CopyButton text={flag.key} what="the key" />
        <StateMark state={definition.archivedAt === null ? state : 'archived'} />
        <span className={styles.spring} />
        {flag.kill === null ? (
          <Button color="kill" leftSection={<Icon name="stop" />} onClick={() => kill(flag.key)}>
            Kill…
          </Button>
        ) : null}
      </div>
      {definition.name === '' ? null : <p className={styles.name}>{definition.name}</p>}
      {flag.kill === null ? null : <KilledNote flag={flag} killed={flag.kill} />}
      <div className={styles.serves}>
        <p className={styles.sentence}>
          <span className="soft">Serves </span>
          <Said sentence={servesSentence(flag)} />
        </p>
        <ShareBar offVariant={configuration.offVariant} shares={otherwise} variants={Object.keys(definition.variants)} />
      </div>
      <Facts flag={flag} />
    </header>
  );
}

function Facts({ flag }: { flag: EnvironmentFlag }) {
  const { environment } = useWhereabouts();
  const { owner, clientSide, tags } = flag.definition;
  return (
    <ul className={styles.facts}>
      <li>
        <strong className="numbers">v{flag.version}</strong> of this flag, change {flag.revision.toLocaleString('en')} of{' '}
        {environment?.name}
      </li>
      <li>
        {deedWords(flag.cause, flag.version)} <Ago at={flag.changedAt} />
        {flag.changedBy.name === '' ? '' : ` by ${flag.changedBy.name}`}
      </li>
      {owner === '' ? null : <li>owner {owner}</li>}
      {clientSide ? (
        <li className={styles.iconFact}>
          <Icon name="web" size={14} /> browsers may read it
        </li>
      ) : null}
      {tags.length === 0 ? null : <li>{tags.join(', ')}</li>}
    </ul>
  );
}

function KilledNote({ flag, killed }: { flag: EnvironmentFlag; killed: NonNullable<EnvironmentFlag['kill']> }) {
  const [reviving, setReviving] = useState(false);
  return (
    <div className={styles.killed}>
      <Icon name="stop" size={18} />
      <p>
        <strong>Killed</strong> <Ago at={killed.at} />
        {killed.by.name === '' ? '' : ` by ${killed.by.name}`}
        {killed.reason === '' ? '' : `: ${killed.reason}`}. Everyone gets the off value, <code>{flag.configuration.offVariant}</code>,
        whatever the rules say.
      </p>
      <Button leftSection={<Icon name="revive" />} onClick={() => setReviving(true)}>
        Revive…
      </Button>
      {reviving ? <ReviveDialog close={() => setReviving(false)} flag={flag} /> : null}
    </div>
  );
}
