import { Button, Group, Modal } from '@mantine/core';
import { changesBetween, configurationChanges } from '@sluice/core/words';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { restoreVersion } from '../api/flags.ts';
import { hasCode } from '../api/problem.ts';
import type { EnvironmentFlag, FlagVersion } from '../api/types.ts';
import { holdFlag, readAgain } from '../flags/hold-flag.ts';
import { ActTitle } from '../shell/environment-word.tsx';
import { usePlace, useProtected } from '../shell/use-place.ts';
import { NotedList } from '../ui/noted-list.tsx';
import { useTell } from '../ui/notices.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { isReasonMissing, ReasonField } from '../ui/reason-field.tsx';
import styles from './history.module.css';
import { JsonDiff } from './json-diff.tsx';

/** Shows what restoring a version changes, then makes a new version with the older body. */
export function RestoreDialog({ flag, target, close }: { flag: EnvironmentFlag; target: FlagVersion; close: () => void }) {
  const guarded = useProtected();
  const [reason, setReason] = useState('');
  const [json, setJson] = useState(false);
  const restore = useRestore(flag, target, close);
  const notes = configurationChanges(flag.configuration, target.configuration);
  const left = changesBetween({ definition: flag.definition }, { definition: target.definition });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReasonMissing(reason, guarded)) restore.mutate(reason.trim());
  };
  return (
    <Modal onClose={close} opened size="lg" title={<ActTitle>{`Restore v${target.version} of ${flag.key}`}</ActTitle>}>
      <form className={styles.restore} onSubmit={submit}>
        <p>History stays as it is: this publishes a new version with what v{target.version} served.</p>
        <NotedList empty={`v${target.version} serves exactly what is served now.`} notes={notes} />
        {left.length === 0 ? null : (
          <div className={styles.left}>
            <strong>Not restored</strong>
            <p>The definition is shared by all environments and stays as it is. It has changed since:</p>
            <NotedList notes={left} />
          </div>
        )}
        {flag.kill === null ? null : <p className={styles.left}>The flag stays killed: this will be served once it is revived.</p>}
        <div>
          <Button aria-expanded={json} onClick={() => setJson(!json)} variant="subtle">
            {json ? 'Hide JSON' : 'Show JSON'}
          </Button>
        </div>
        {json ? <JsonDiff after={target.configuration} before={flag.configuration} /> : null}
        <ReasonField onChange={setReason} required={guarded} value={reason} />
        {restore.isError ? <ProblemNote error={restore.error} /> : null}
        <Group justify="flex-end">
          <Button onClick={close}>Cancel</Button>
          <Button
            disabled={notes.length === 0 || isReasonMissing(reason, guarded)}
            loading={restore.isPending}
            type="submit"
            variant="filled"
          >
            Publish v{flag.version + 1} (= v{target.version})
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function useRestore(flag: EnvironmentFlag, target: FlagVersion, close: () => void) {
  const place = usePlace();
  const queries = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (reason: string) => restoreVersion(place, flag.key, flag.version, { version: target.version, reason }),
    onSuccess: (fresh) => {
      holdFlag(queries, place, fresh);
      tell(`${flag.key} v${fresh.version} serves what v${target.version} did, in ${place.environment}.`);
      close();
    },
    onError: async (error) => {
      if (hasCode(error, 'version-mismatch')) await readAgain(queries, place, flag.key);
    },
  });
}
