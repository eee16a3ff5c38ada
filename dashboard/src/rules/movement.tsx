import { percentText } from '@sluice/core/words';
import { useQuery } from '@tanstack/react-query';
import { tryConfiguration } from '../api/flags.ts';
import type { EnvironmentFlag, EnvironmentFlagChanged } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { type Draft, patchOf } from './draft.ts';
import styles from './rules-tab.module.css';

/** Who would get another variant, by the server's own arithmetic; its objections too, before anything is pressed. */
export function Movement({ flag, draft }: { flag: EnvironmentFlag; draft: Draft }) {
  const place = usePlace();
  const trial = useQuery({
    queryKey: ['trial', place, flag.key, draft],
    queryFn: () => tryConfiguration(place, flag.key, draft.readVersion, patchOf(draft)),
    retry: false,
    gcTime: 0,
  });
  if (trial.isError) {
    return (
      <dd className={styles.wide}>
        <ProblemNote error={trial.error} title="The server would refuse this" />
      </dd>
    );
  }
  if (trial.data === undefined || trial.data.moved.length === 0) return null;
  return (
    <>
      <dt>Who moves</dt>
      <dd>
        {trial.data.moved.map((one) => (
          <div key={one.place + one.from + one.to}>{movedText(one, draft)}</div>
        ))}
      </dd>
    </>
  );
}

function movedText({ place, from, to, buckets }: EnvironmentFlagChanged['moved'][number], { working }: Draft): string {
  const index = working.rules.findIndex((rule) => rule.id === place);
  const where = place === 'fallthrough' ? 'of those whom no rule takes' : `of those whom rule ${index + 1} takes`;
  return `${percentText(buckets)} ${where}: ${from} to ${to}`;
}
