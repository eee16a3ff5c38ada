import { Button, Group, Modal } from '@mantine/core';
import { servesSentence } from '@sluice/core/words';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changeConfiguration } from '../api/flags.ts';
import { hasCode } from '../api/problem.ts';
import type { EnvironmentFlag } from '../api/types.ts';
import { holdFlag, readAgain } from '../flags/hold-flag.ts';
import { ActTitle } from '../shell/environment-word.tsx';
import { usePlace, useProtected } from '../shell/use-place.ts';
import { NotedList } from '../ui/noted-list.tsx';
import { useTell } from '../ui/notices.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { isReasonMissing, ReasonField } from '../ui/reason-field.tsx';
import { Said } from '../ui/said.tsx';
import { changesOf, type Draft, patchOf } from './draft.ts';
import { Movement } from './movement.tsx';
import styles from './rules-tab.module.css';

interface ReviewProps {
  readonly flag: EnvironmentFlag;
  readonly draft: Draft;
  readonly close: () => void;
  readonly replace: (draft: Draft | null) => void;
}

/** The draft in sentences, and the press that makes it true. A refusal for being overtaken keeps the draft. */
export function ReviewDialog({ flag, draft, close, replace }: ReviewProps) {
  const guarded = useProtected();
  const [reason, setReason] = useState('');
  const publish = usePublish(flag, draft, replace, close);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReasonMissing(reason, guarded)) publish.mutate(reason.trim());
  };
  return (
    <Modal onClose={close} opened size="lg" title={<ActTitle>{`Publish ${flag.key}`}</ActTitle>}>
      <form className={styles.review} onSubmit={submit}>
        <NotedList notes={changesOf(draft)} />
        <dl className={styles.effect}>
          <dt>Serves now</dt>
          <dd>
            <Said sentence={servesSentence(flag)} />
          </dd>
          <dt>Will serve</dt>
          <dd>
            <Said sentence={servesSentence({ ...flag, configuration: draft.working })} />
          </dd>
          {publish.isIdle ? <Movement draft={draft} flag={flag} /> : null}
        </dl>
        {flag.kill === null ? null : <p className={styles.blocked}>The flag is killed: this will be served once it is revived.</p>}
        <ReasonField onChange={setReason} required={guarded} value={reason} />
        {publish.isError ? <ProblemNote error={publish.error} /> : null}
        <Group justify="flex-end">
          <Button onClick={close}>Back to the draft</Button>
          <Button disabled={isReasonMissing(reason, guarded)} loading={publish.isPending} type="submit" variant="filled">
            Publish v{draft.readVersion + 1}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function usePublish(flag: EnvironmentFlag, draft: Draft, replace: ReviewProps['replace'], close: () => void) {
  const place = usePlace();
  const queries = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (reason: string) =>
      changeConfiguration(place, flag.key, draft.readVersion, { ...patchOf(draft), ...(reason === '' ? {} : { reason }) }),
    onSuccess: (fresh) => {
      holdFlag(queries, place, fresh);
      replace(null);
      tell(`${flag.key} v${fresh.version} is published in ${place.environment}.`);
      close();
    },
    onError: async (error) => {
      if (!hasCode(error, 'version-mismatch')) return;
      await readAgain(queries, place, flag.key);
      tell(`${flag.key} changed while you were reviewing. Nothing was published, and your draft is kept.`, { urgent: true });
      close();
    },
  });
}
