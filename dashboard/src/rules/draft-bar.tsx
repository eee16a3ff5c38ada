import { Button } from '@mantine/core';
import { count } from '@sluice/core/words';
import { useState } from 'react';
import type { EnvironmentFlag } from '../api/types.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { changesOf, type Draft } from './draft.ts';
import { draftFaults } from './draft-faults.ts';
import { ReviewDialog } from './review-dialog.tsx';
import styles from './rules-tab.module.css';
import type { DraftHold } from './use-draft.ts';

/** What is unpublished, kept in sight; nothing is served of it. */
export function DraftBar({ draft, flag, hold }: { draft: Draft; flag: EnvironmentFlag; hold: DraftHold }) {
  const [reviewing, setReviewing] = useState(false);
  const faults = draftFaults(draft.working, flag.definition.variants);
  const first = faults[0];
  const blocked = first !== undefined ? `${first.where}: ${first.what}` : hold.overtaken ? 'somebody published meanwhile: see above' : null;
  return (
    <section aria-label="Draft" className={styles.bar}>
      <StateMark state="draft" />
      <span className={styles.grow}>
        {count(changesOf(draft).length, 'change')}, based on v{draft.readVersion}
        {blocked === null ? null : <span className={styles.blocked}> · {blocked}</span>}
      </span>
      <Button onClick={hold.discard} variant="subtle">
        Discard
      </Button>
      <Button disabled={blocked !== null} onClick={() => setReviewing(true)} variant="filled">
        Review
      </Button>
      {reviewing ? <ReviewDialog close={() => setReviewing(false)} draft={draft} flag={flag} replace={hold.replace} /> : null}
    </section>
  );
}
