import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { archiveFlag, flagsKey } from '../api/flags.ts';
import type { EnvironmentFlag } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { Icon } from '../ui/icon.tsx';
import { useTell } from '../ui/notices.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './settings-tab.module.css';

/** Archiving cannot be taken for a click: the key is typed. */
export function ArchiveSection({ flag }: { flag: EnvironmentFlag }) {
  const [asking, setAsking] = useState(false);
  return (
    <section aria-label="Archive" className={styles.card}>
      <div className={styles.line}>
        <p className={styles.lead}>
          <strong>Archive this flag.</strong> It leaves every environment, and SDKs that still ask for it get the default in their code. Its
          history stays, and its key is never given to another flag.
        </p>
        <Button leftSection={<Icon name="trash" />} onClick={() => setAsking(true)}>
          Archive…
        </Button>
      </div>
      {asking ? <ArchiveDialog close={() => setAsking(false)} flag={flag} /> : null}
    </section>
  );
}

function ArchiveDialog({ flag, close }: { flag: EnvironmentFlag; close: () => void }) {
  const place = usePlace();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const [typed, setTyped] = useState('');
  const archive = useMutation({
    mutationFn: () => archiveFlag(place.project, flag.key, flag.definition.version),
    onSuccess: async () => {
      await navigate({ to: '/$project/$environment/flags', params: place });
      await queries.invalidateQueries({ queryKey: flagsKey(place) });
      tell(`${flag.key} is archived.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === flag.key) archive.mutate();
  };
  return (
    <Modal onClose={close} opened title={<strong>Archive {flag.key}</strong>}>
      <form className={styles.dialog} onSubmit={submit}>
        <TextInput
          data-autofocus
          label={`Type ${flag.key} to archive it`}
          onChange={(event) => setTyped(event.currentTarget.value)}
          value={typed}
        />
        {archive.isError ? <ProblemNote error={archive.error} /> : null}
        <Group justify="flex-end">
          <Button onClick={close}>Cancel</Button>
          <Button disabled={typed !== flag.key} loading={archive.isPending} type="submit" variant="filled">
            Archive
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
