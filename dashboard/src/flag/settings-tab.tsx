import { Button, Checkbox, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changeDefinition } from '../api/flags.ts';
import { hasCode } from '../api/problem.ts';
import type { EnvironmentFlag, FlagDefinitionPatch } from '../api/types.ts';
import { readAgain } from '../flags/hold-flag.ts';
import { usePlace, useWhereabouts } from '../shell/use-place.ts';
import { useTell } from '../ui/notices.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { isReasonMissing, ReasonField } from '../ui/reason-field.tsx';
import { draftsOf, variantsOf } from '../variants/variant-draft.ts';
import { VariantsEditor } from '../variants/variants-editor.tsx';
import { ArchiveSection } from './archive-section.tsx';
import { definitionPatch } from './definition-patch.ts';
import styles from './settings-tab.module.css';

/** What all environments share of a flag. */
export function SettingsTab({ flag }: { flag: EnvironmentFlag }) {
  const { definition } = flag;
  const [edit, setEdit] = useState(() => ({ ...definition, drafts: draftsOf(definition.variants, definition.type) }));
  const [reason, setReason] = useState('');
  const save = useSave(flag);
  const variants = variantsOf(edit.drafts, definition.type);
  const patch = variants === null ? null : definitionPatch(definition, { ...edit, variants });
  const changed = patch === null || Object.keys(patch).length > 0;
  const anyProtected = useWhereabouts().project?.environments.some((environment) => environment.protected) ?? true;
  const serious = anyProtected && patch !== null && (patch.variants !== undefined || patch.clientSide !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (patch !== null && !isReasonMissing(reason, serious))
      save.mutate(reason.trim() === '' ? patch : { ...patch, reason: reason.trim() });
  };
  const put = (part: Partial<typeof edit>) => setEdit({ ...edit, ...part });
  return (
    <div className={styles.tab}>
      <form className={styles.card} onSubmit={submit}>
        <p className={styles.lead}>All environments share these.</p>
        <TextInput label="Name" maxLength={200} onChange={(event) => put({ name: event.currentTarget.value })} value={edit.name} />
        <Textarea
          autosize
          label="Description"
          maxLength={5000}
          minRows={2}
          onChange={(event) => put({ description: event.currentTarget.value })}
          value={edit.description}
        />
        <div className={styles.pair}>
          <TextInput
            label="Owner"
            maxLength={200}
            onChange={(event) => put({ owner: event.currentTarget.value })}
            placeholder="payments"
            value={edit.owner}
          />
          <TagsInput label="Tags" maxTags={30} onChange={(tags) => put({ tags })} value={edit.tags} />
        </div>
        <VariantsEditor
          drafts={edit.drafts}
          fixed={new Set(Object.keys(definition.variants))}
          onChange={(drafts) => put({ drafts })}
          type={definition.type}
        />
        <Checkbox
          checked={edit.clientSide}
          description="Pages with a client key may read it. Everybody can see what such a key opens."
          label="Available to browsers"
          onChange={(event) => put({ clientSide: event.currentTarget.checked })}
        />
        {changed ? <ReasonField onChange={setReason} required={serious} value={reason} /> : null}
        {save.isError ? (
          <ProblemNote
            error={save.error}
            {...(hasCode(save.error, 'version-mismatch')
              ? { title: 'Somebody changed this flag meanwhile; your edits are still here' }
              : {})}
          />
        ) : null}
        <div className={styles.acts}>
          <Button
            disabled={patch === null || !changed || isReasonMissing(reason, serious)}
            loading={save.isPending}
            type="submit"
            variant="filled"
          >
            Save
          </Button>
        </div>
      </form>
      <ArchiveSection flag={flag} />
    </div>
  );
}

function useSave(flag: EnvironmentFlag) {
  const place = usePlace();
  const queries = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (patch: FlagDefinitionPatch) => changeDefinition(place.project, flag.key, flag.definition.version, patch),
    onSuccess: async () => {
      await readAgain(queries, place, flag.key);
      tell(`${flag.key} is saved.`);
    },
  });
}
