import { deedWords, servesSentence, sharesOf } from '@sluice/core/words';
import { Link } from '@tanstack/react-router';
import type { EnvironmentFlag } from '../api/types.ts';
import { usePlace, useWhereabouts } from '../shell/use-place.ts';
import { Ago } from '../ui/ago.tsx';
import { Said } from '../ui/said.tsx';
import { ShareBar } from '../ui/share-bar.tsx';
import { StateMark, stateOf } from '../ui/state-mark.tsx';
import styles from './flags-list.module.css';
import { FlipSwitch } from './flip-switch.tsx';

/** One row a flag. A list, not a table: on a phone the rows are cards, and a table laid out so is none any more. */
export function FlagsList({ flags }: { flags: readonly EnvironmentFlag[] }) {
  const { environment } = useWhereabouts();
  return (
    <div className={styles.frame}>
      <div aria-hidden="true" className={`${styles.columns} ${styles.head}`}>
        <span>Flag</span>
        <span>Serves in {environment?.name ?? 'this environment'}</span>
        <span>State</span>
        <span>Last change</span>
      </div>
      <ul aria-label="Flags" className={styles.list}>
        {flags.map((flag) => (
          <FlagRow flag={flag} key={flag.key} open={environment?.protected === false} />
        ))}
      </ul>
    </div>
  );
}

/** In a protected environment the state is only shown: a stray click must not turn anything off. */
function FlagRow({ flag, open }: { flag: EnvironmentFlag; open: boolean }) {
  const place = usePlace();
  const { definition, configuration } = flag;
  const state = stateOf(flag);
  const otherwise = state === 'enabled' ? sharesOf(configuration.fallthrough) : [{ variant: configuration.offVariant, weight: 1 }];
  return (
    <li className={`${styles.columns} ${styles.row}`} data-state={state}>
      <div className={styles.flag}>
        <Link className={styles.open} data-row={flag.key} params={{ ...place, key: flag.key }} to="/$project/$environment/flags/$key">
          {flag.key}
        </Link>
        {definition.name === '' ? null : <span className={styles.name}>{definition.name}</span>}
      </div>
      <div className={styles.serves}>
        <span className="hidden-text">Serves </span>
        <span className={styles.sentence}>
          <Said sentence={servesSentence(flag)} />
        </span>
        <ShareBar offVariant={configuration.offVariant} shares={otherwise} variants={Object.keys(definition.variants)} />
      </div>
      <div className={styles.state}>{open && state !== 'killed' ? <FlipSwitch flag={flag} /> : <StateMark state={state} />}</div>
      <div className={styles.changed}>
        <Ago at={flag.changedAt} />
        <span className="soft">
          {flag.changedBy.name === '' ? '…' : `${deedWords(flag.cause, flag.version)} by ${flag.changedBy.name}`}
        </span>
      </div>
    </li>
  );
}
