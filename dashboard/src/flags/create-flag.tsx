import { Button, Checkbox, Drawer, Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { createFlag, flagsKey } from '../api/flags.ts';
import { hasCode } from '../api/problem.ts';
import type { FlagDraft, FlagType } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { startingVariants, variantsOf } from '../variants/variant-draft.ts';
import { VariantsEditor } from '../variants/variants-editor.tsx';
import styles from './create-flag.module.css';

const FLAG_KEY = /^[a-z0-9][a-z0-9._-]{0,127}$/;
const TYPES = [
  { value: 'boolean', label: 'On / off' },
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'json', label: 'JSON' },
] satisfies { value: FlagType; label: string }[];

/** Makes a flag in all environments, disabled everywhere. */
export function CreateFlag({ close }: { close: () => void }) {
  const form = useDraft();
  const create = useCreate();
  const variants = variantsOf(form.drafts, form.type);
  const keys = form.drafts.map((draft) => draft.key).filter(Boolean);
  const off = keys.includes(form.off) ? form.off : (keys.at(-1) ?? '');
  const keyFault = form.key === '' || FLAG_KEY.test(form.key) ? undefined : 'a–z, 0–9, “.”, “_” and “-”; begins with a letter or digit';
  const ready = variants !== null && FLAG_KEY.test(form.key);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (variants === null || !ready) return;
    const served = keys.find((key) => key !== off) ?? off;
    const initial = { enabled: false, offVariant: off, fallthrough: { variant: served } };
    create.mutate({ key: form.key, draft: { name: form.name.trim(), type: form.type, variants, clientSide: form.clientSide, initial } });
  };
  return (
    <Drawer onClose={close} opened size="lg" title={<strong>New flag</strong>}>
      <form className={styles.form} onSubmit={submit}>
        {create.isError ? (
          <ProblemNote
            error={create.error}
            {...(hasCode(create.error, 'exists')
              ? { title: 'A flag with this key exists, or existed: keys are never given out again' }
              : {})}
          />
        ) : null}
        <TextInput
          data-autofocus
          description="What the code asks for; it stays as it is"
          error={keyFault}
          label="Key"
          maxLength={128}
          onChange={(event) => form.setKey(event.currentTarget.value)}
          placeholder="checkout.new-flow"
          required
          styles={{ input: { fontFamily: 'var(--mono)' } }}
          value={form.key}
          withAsterisk={false}
        />
        <TextInput
          label="Name (optional)"
          maxLength={200}
          onChange={(event) => form.setName(event.currentTarget.value)}
          placeholder="New one-page checkout"
          value={form.name}
        />
        <div>
          <span className={styles.label} id="flag-type">
            Type
          </span>
          <SegmentedControl
            aria-labelledby="flag-type"
            data={TYPES}
            fullWidth
            onChange={(type) => form.setType(type as FlagType)}
            value={form.type}
          />
        </div>
        <VariantsEditor drafts={form.drafts} onChange={form.setDrafts} type={form.type} />
        <Select
          data={[...new Set(keys)]}
          description="Served while the flag is disabled or killed: choose the safe side"
          label="Off value"
          onChange={(key) => form.setOff(key ?? '')}
          value={off}
        />
        <Checkbox
          checked={form.clientSide}
          description="Pages with a client key may read it. Everybody can see what such a key opens."
          label="Available to browsers"
          onChange={(event) => form.setClientSide(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button onClick={close}>Cancel</Button>
          <Button disabled={!ready} loading={create.isPending} type="submit" variant="filled">
            Create flag
          </Button>
        </Group>
      </form>
    </Drawer>
  );
}

function useDraft() {
  const [key, setKey] = useState('');
  const [name, setName] = useState('');
  const [type, setTypeAlone] = useState<FlagType>('boolean');
  const [drafts, setDrafts] = useState(() => startingVariants('boolean'));
  const [off, setOff] = useState('off');
  const [clientSide, setClientSide] = useState(false);
  const setType = (next: FlagType) => {
    setTypeAlone(next);
    setDrafts(startingVariants(next));
    setOff('');
  };
  return { key, setKey, name, setName, type, setType, drafts, setDrafts, off, setOff, clientSide, setClientSide };
}

function useCreate() {
  const place = usePlace();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ key, draft }: { key: string; draft: FlagDraft }) => createFlag(place.project, key, draft),
    onSuccess: async (_, { key }) => {
      await queries.invalidateQueries({ queryKey: flagsKey(place) });
      await navigate({ to: '/$project/$environment/flags/$key', params: { ...place, key } });
    },
  });
}
