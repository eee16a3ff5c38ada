import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { killFlag } from '../api/flags.ts';
import type { EnvironmentFlag } from '../api/types.ts';
import { holdFlag } from '../flags/hold-flag.ts';
import { usePlace } from '../shell/use-place.ts';
import { exactTime } from '../ui/ago.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './kill-panel.module.css';
import type { KillProgress } from './use-kill.ts';

/** What became of a kill; a reason is asked only now that it is done. */
export function KillOutcome({ flag, progress }: { flag: EnvironmentFlag; progress: KillProgress }) {
  if (progress.step === 'sent') return <p className={styles.outcome}>Sent…</p>;
  if (progress.step === 'failed') return <ProblemNote error={progress.error} title="Not killed. Press the button to try again" />;
  return (
    <>
      <p className={styles.outcome}>
        <Icon name="check" /> Accepted as v{progress.version} at {exactTime(progress.at)}, in {(progress.tookMs / 1000).toFixed(1)} s.
      </p>
      <AfterwardsReason flag={flag} />
    </>
  );
}

function AfterwardsReason({ flag }: { flag: EnvironmentFlag }) {
  const place = usePlace();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const note = useMutation({
    mutationFn: () => killFlag(place, flag.key, reason.trim()),
    onSuccess: (fresh) => holdFlag(queries, place, fresh),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== '') note.mutate();
  };
  if (flag.kill === null) return null;
  if (note.isSuccess && note.data.kill?.reason === reason.trim())
    return <p className={styles.outcome}>Reason noted: {note.data.kill.reason}</p>;
  return (
    <form className={styles.reason} onSubmit={submit}>
      <TextInput
        error={note.isError ? note.error.message : note.isSuccess ? 'The server did not keep this reason' : undefined}
        label="Why? For the log, when there is time"
        onChange={(event) => setReason(event.currentTarget.value)}
        placeholder="INC-42: errors at checkout"
        value={reason}
      />
      <Button disabled={reason.trim() === ''} loading={note.isPending} type="submit">
        Note it
      </Button>
    </form>
  );
}
