import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { createFlag, flagsKey } from '../api/flags.ts';
import type { FlagDraft } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './hello-sluice.module.css';

const HELLO: FlagDraft = {
  name: 'Hello, Sluice',
  type: 'boolean',
  variants: { on: true, off: false },
  clientSide: true,
  initial: { enabled: false, offVariant: 'off', fallthrough: { variant: 'on' } },
};

/** The first flag in one press. */
export function HelloSluice({ onOwn }: { onOwn: () => void }) {
  const place = usePlace();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: () => createFlag(place.project, 'hello-sluice', HELLO),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: flagsKey(place) });
      await navigate({ to: '/$project/$environment/flags/$key', params: { ...place, key: 'hello-sluice' } });
    },
  });
  return (
    <section className={styles.hello}>
      <h2>Create your first flag</h2>
      <p>
        A flag answers a question in your code, and you change the answer here while the code runs. This one is called{' '}
        <code>hello-sluice</code>: on or off, off everywhere until you enable it.
      </p>
      {create.isError ? <ProblemNote error={create.error} /> : null}
      <div className={styles.acts}>
        <Button leftSection={<Icon name="flag" />} loading={create.isPending} onClick={() => create.mutate()} variant="filled">
          Create hello-sluice
        </Button>
        <Button onClick={onOwn} variant="subtle">
          Start from another key
        </Button>
      </div>
    </section>
  );
}
