import { Button } from '@mantine/core';
import { killSentence } from '@sluice/core/words';
import { useState } from 'react';
import type { EnvironmentFlag } from '../api/types.ts';
import { Ago } from '../ui/ago.tsx';
import { Icon } from '../ui/icon.tsx';
import { Said } from '../ui/said.tsx';
import { KillOutcome } from './kill-outcome.tsx';
import styles from './kill-panel.module.css';
import { ReviveDialog } from './revive-dialog.tsx';
import type { KillProgress } from './use-kill.ts';

interface KillRowProps {
  readonly flag: EnvironmentFlag;
  readonly armed: boolean;
  readonly initial: boolean;
  /** Whether Enter in the search field would kill this one. */
  readonly next: boolean;
  readonly progress: KillProgress | undefined;
  readonly kill: (key: string) => void;
}

/** One flag: what killing it does, before the button that does it. */
export function KillRow({ flag, armed, initial, next, progress, kill }: KillRowProps) {
  const [reviving, setReviving] = useState(false);
  const killed = flag.kill !== null;
  const idle = progress === undefined || progress.step === 'failed';
  const press = () => {
    if (armed && idle) kill(flag.key);
  };
  return (
    <li className={styles.row} data-next={next && !killed}>
      <div className={styles.head}>
        <strong className={styles.key}>{flag.key}</strong>
        <span className="soft">
          changed <Ago at={flag.changedAt} />
          {flag.changedBy.name === '' ? '' : ` by ${flag.changedBy.name}`}
        </span>
      </div>
      <p className={styles.effect}>
        <Said sentence={killSentence(flag)} />
      </p>
      {killed ? (
        <Button className={styles.act} leftSection={<Icon name="revive" />} onClick={() => setReviving(true)}>
          Revive…
        </Button>
      ) : (
        <Button
          aria-disabled={!armed}
          className={styles.act}
          color="kill"
          data-autofocus={initial || undefined}
          data-kill
          leftSection={<Icon name="stop" />}
          loading={progress?.step === 'sent'}
          onClick={press}
          variant="filled"
        >
          <span>
            Kill <span className="hidden-text">{flag.key} </span>now
          </span>
        </Button>
      )}
      {progress === undefined ? null : (
        <div className={styles.after}>
          <KillOutcome flag={flag} progress={progress} />
        </div>
      )}
      {reviving ? <ReviveDialog close={() => setReviving(false)} flag={flag} /> : null}
    </li>
  );
}
