import { Button, Group, Modal } from '@mantine/core';
import { reviveSentence } from '@sluice/core/words';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { reviveFlag } from '../api/flags.ts';
import type { EnvironmentFlag } from '../api/types.ts';
import { holdFlag } from '../flags/hold-flag.ts';
import { ActTitle } from '../shell/environment-word.tsx';
import { usePlace, useProtected } from '../shell/use-place.ts';
import { useTell } from '../ui/notices.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { isReasonMissing, ReasonField } from '../ui/reason-field.tsx';
import { Said } from '../ui/said.tsx';

/** Lifts a kill, after saying what will be served. */
export function ReviveDialog({ flag, close }: { flag: EnvironmentFlag; close: () => void }) {
  const place = usePlace();
  const guarded = useProtected();
  const queries = useQueryClient();
  const tell = useTell();
  const [reason, setReason] = useState('');
  const revive = useMutation({
    mutationFn: () => reviveFlag(place, flag.key, reason.trim()),
    onSuccess: (fresh) => {
      holdFlag(queries, place, fresh);
      tell(`${flag.key} is revived in ${place.environment}.`);
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReasonMissing(reason, guarded)) revive.mutate();
  };
  return (
    <Modal onClose={close} opened title={<ActTitle>{`Revive ${flag.key}`}</ActTitle>}>
      <form onSubmit={submit}>
        <p style={{ marginTop: 0 }}>
          <Said sentence={reviveSentence(flag)} />
        </p>
        {flag.kill === null || flag.kill.reason === '' ? null : <p className="soft">It was killed because: {flag.kill.reason}</p>}
        <ReasonField onChange={setReason} required={guarded} value={reason} />
        {revive.isError ? <ProblemNote error={revive.error} /> : null}
        <Group justify="flex-end" mt="md">
          <Button onClick={close}>Leave it killed</Button>
          <Button disabled={isReasonMissing(reason, guarded)} loading={revive.isPending} type="submit" variant="filled">
            Revive
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
