import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keysQuery, revokeKey } from '../api/keys.ts';
import type { ApiKey } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { Ago } from '../ui/ago.tsx';
import { useTell } from '../ui/notices.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './keys.module.css';

/** A revoked key cannot be brought back, so its name is typed. */
export function RevokeDialog({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  const { project } = usePlace();
  const queries = useQueryClient();
  const tell = useTell();
  const [typed, setTyped] = useState('');
  const revoke = useMutation({
    mutationFn: () => revokeKey(project, apiKey.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keysQuery(project).queryKey });
      tell(`${apiKey.name} is revoked.`);
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === apiKey.name) revoke.mutate();
  };
  return (
    <Modal onClose={close} opened title={<strong>Revoke {apiKey.name}</strong>}>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.scope}>
          Whatever uses it is turned away at once and goes on with what it last had.{' '}
          {apiKey.lastUsedAt === null ? (
            'It was never used.'
          ) : (
            <>
              It was last used <Ago at={apiKey.lastUsedAt} />.
            </>
          )}
        </p>
        <TextInput
          data-autofocus
          label={`Type ${apiKey.name} to revoke it`}
          onChange={(event) => setTyped(event.currentTarget.value)}
          value={typed}
        />
        {revoke.isError ? <ProblemNote error={revoke.error} /> : null}
        <Group justify="flex-end">
          <Button onClick={close}>Cancel</Button>
          <Button disabled={typed !== apiKey.name} loading={revoke.isPending} type="submit" variant="filled">
            Revoke key
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
