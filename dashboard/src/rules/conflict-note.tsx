import { Button, Radio } from '@mantine/core';
import { configurationChanges } from '@sluice/core/words';
import { useState } from 'react';
import type { EnvironmentFlag } from '../api/types.ts';
import { Ago } from '../ui/ago.tsx';
import { Icon } from '../ui/icon.tsx';
import { NotedList } from '../ui/noted-list.tsx';
import styles from './conflict-note.module.css';
import { changesOf, type Draft, isSame } from './draft.ts';
import { type Part, rebase, type Side } from './rebase.ts';

/** Somebody published while this draft was open: both sides, and the ways on. The draft stays until one is chosen. */
export function ConflictNote({ flag, draft, replace }: { flag: EnvironmentFlag; draft: Draft; replace: (draft: Draft | null) => void }) {
  const [choices, setChoices] = useState<ReadonlyMap<Part, Side>>(new Map());
  const { merged, overlaps } = rebase(draft.origin, draft.working, flag.configuration, choices);
  const undecided = overlaps.filter((part) => !choices.has(part));
  const who = flag.changedBy.name === '' ? 'Somebody' : flag.changedBy.name;
  const bring = () =>
    replace(isSame(merged, flag.configuration) ? null : { readVersion: flag.version, origin: flag.configuration, working: merged });
  return (
    <section aria-label="Published meanwhile" className={styles.note} role="status">
      <h2 className={styles.title}>
        <Icon name="alert" /> {who} published v{flag.version} <Ago at={flag.changedAt} />
      </h2>
      <p className={styles.lead}>
        Your draft is based on v{draft.readVersion}.{' '}
        {overlaps.length === 0 ? 'The two do not touch the same parts.' : 'Both changed the same parts: say which side each keeps.'}
      </p>
      <div className={styles.sides}>
        <div>
          <h3>Published since</h3>
          <NotedList notes={configurationChanges(draft.origin, flag.configuration)} />
        </div>
        <div>
          <h3>Your draft</h3>
          <NotedList notes={changesOf(draft)} />
        </div>
      </div>
      {overlaps.map((part) => (
        <Radio.Group
          className={styles.choice}
          key={part}
          label={`Both changed ${partLabel(part, draft, flag)}`}
          onChange={(side) => setChoices(new Map(choices).set(part, side as Side))}
          value={choices.get(part) ?? null}
        >
          <Radio label="Keep what was published" value="theirs" />
          <Radio label="Use mine" value="mine" />
        </Radio.Group>
      ))}
      <div className={styles.acts}>
        <Button disabled={undecided.length > 0} onClick={bring} variant="filled">
          Bring my draft onto v{flag.version}
        </Button>
        <Button onClick={() => replace(null)} variant="subtle">
          Discard my draft
        </Button>
      </div>
    </section>
  );
}

const PART_LABELS: Readonly<Record<Exclude<Part, `rule:${string}`>, string>> = {
  enabled: 'whether the flag is enabled',
  offVariant: 'the off value',
  prerequisites: 'the prerequisites',
  fallthrough: 'what is served otherwise',
  whenStale: 'what happens after losing contact',
  order: 'the order of the rules',
};

function partLabel(part: Part, draft: Draft, flag: EnvironmentFlag): string {
  if (!part.startsWith('rule:')) return PART_LABELS[part as keyof typeof PART_LABELS];
  const id = part.slice('rule:'.length);
  const place = draft.origin.rules.findIndex((rule) => rule.id === id);
  const name = [...draft.origin.rules, ...flag.configuration.rules].find((rule) => rule.id === id)?.name;
  return name === undefined ? `rule ${place + 1}` : `rule ${name}`;
}
