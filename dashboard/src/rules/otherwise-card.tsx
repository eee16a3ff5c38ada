import { Button } from '@mantine/core';
import { canonical, serveSentence, sharesOf } from '@sluice/core/words';
import { useState } from 'react';
import type { EnvironmentFlag, Serve } from '../api/types.ts';
import { Said } from '../ui/said.tsx';
import { ShareBar } from '../ui/share-bar.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { serveFaults } from './draft-faults.ts';
import { Faults } from './rule-card.tsx';
import styles from './rules-tab.module.css';
import { ServeEditor } from './serve-editor.tsx';

/** What is served when no rule holds. */
export function OtherwiseCard({
  flag,
  serve,
  alone,
  onChange,
}: {
  flag: EnvironmentFlag;
  serve: Serve;
  alone: boolean;
  onChange: (serve: Serve) => void;
}) {
  const [open, setOpen] = useState(false);
  const variants = Object.keys(flag.definition.variants);
  const { offVariant, fallthrough } = flag.configuration;
  const faults = serveFaults(serve, flag.definition.variants);
  return (
    <div className={styles.otherwise}>
      <div className={styles.ruleHead}>
        <span aria-hidden="true" className={styles.number}>
          –
        </span>
        <div className={styles.grow}>
          {canonical(serve) === canonical(fallthrough) ? null : <StateMark state="draft" />}
          <div className={styles.words}>
            <span>
              {alone ? 'everyone' : 'otherwise'}, serve <Said sentence={serveSentence(serve)} />
            </span>
            {'split' in serve ? <ShareBar offVariant={offVariant} shares={sharesOf(serve)} variants={variants} /> : null}
            {faults.length === 0 || open ? null : <Faults faults={faults} />}
          </div>
        </div>
        <Button aria-expanded={open} onClick={() => setOpen(!open)} variant={open ? 'default' : 'subtle'}>
          <span>
            {open ? 'Done' : 'Edit'}
            <span className="hidden-text"> what is served otherwise</span>
          </span>
        </Button>
      </div>
      {open ? (
        <div className={styles.editor}>
          <ServeEditor offVariant={offVariant} onChange={onChange} serve={serve} variants={variants} />
        </div>
      ) : null}
    </div>
  );
}
