import { Button, Group, Modal, Radio, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { createKey, keysQuery } from '../api/keys.ts';
import type { ApiKey, ApiKeyCreated } from '../api/types.ts';
import { usePlace, useWhereabouts } from '../shell/use-place.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { KIND_WORDS } from './key-row.tsx';
import styles from './keys.module.css';
import { SnippetTabs } from './snippet-tabs.tsx';
import { snippetsFor } from './snippets.ts';

const KINDS = ['server', 'client', 'automation'] as const satisfies readonly ApiKey['kind'][];

/** Makes a key, then shows it: a secret is never shown again. */
export function CreateKey({ close }: { close: () => void }) {
  const place = usePlace();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: ({ kind, name, origins }: KeyForm) =>
      createKey(place.project, { kind, name, origins: [...origins], ...(kind === 'automation' ? {} : { environment: place.environment }) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysQuery(place.project).queryKey }),
  });
  return (
    <Modal
      closeOnClickOutside={create.data === undefined}
      closeOnEscape={create.data === undefined}
      onClose={close}
      opened
      size="lg"
      title={<strong>{create.data === undefined ? 'New key' : `${create.data.name} is ready`}</strong>}
    >
      {create.data === undefined ? (
        <Form busy={create.isPending} cancel={close} error={create.error} submit={(form) => create.mutate(form)} />
      ) : (
        <Made apiKey={create.data} close={close} />
      )}
    </Modal>
  );
}

interface KeyForm {
  readonly kind: ApiKey['kind'];
  readonly name: string;
  readonly origins: readonly string[];
}

function Form({
  submit,
  cancel,
  busy,
  error,
}: {
  submit: (form: KeyForm) => void;
  cancel: () => void;
  busy: boolean;
  error: Error | null;
}) {
  const { environment } = useWhereabouts();
  const [kind, setKind] = useState<ApiKey['kind']>('server');
  const [name, setName] = useState('');
  const [origins, setOrigins] = useState<string[]>([]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ kind, name: name.trim(), origins: kind === 'client' ? origins : [] });
  };
  return (
    <form className={styles.form} onSubmit={send}>
      <Radio.Group label="Kind" onChange={(next) => setKind(next as ApiKey['kind'])} value={kind}>
        <Stack gap="xs" mt="xs">
          {KINDS.map((one) => (
            <Radio description={KIND_WORDS[one].note} key={one} label={KIND_WORDS[one].word} value={one} />
          ))}
        </Stack>
      </Radio.Group>
      <p className={styles.scope}>
        {kind === 'automation' ? 'It speaks for the whole project.' : `It opens ${environment?.name ?? 'this environment'}, and no other.`}
      </p>
      <TextInput
        data-autofocus
        label="Name"
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
        placeholder={kind === 'client' ? 'shop page' : kind === 'server' ? 'checkout-api' : 'deploy pipeline'}
        required
        value={name}
        withAsterisk={false}
      />
      {kind === 'client' ? (
        <TagsInput
          description="Pages that may use the key; empty means any"
          label="Web origins"
          onChange={setOrigins}
          placeholder={origins.length === 0 ? 'https://shop.example' : ''}
          value={origins}
        />
      ) : null}
      {error === null ? null : <ProblemNote error={error} />}
      <Group justify="flex-end">
        <Button onClick={cancel}>Cancel</Button>
        <Button disabled={name.trim() === ''} loading={busy} type="submit" variant="filled">
          Create key
        </Button>
      </Group>
    </form>
  );
}

function Made({ apiKey, close }: { apiKey: ApiKeyCreated; close: () => void }) {
  const { project } = usePlace();
  return (
    <div className={styles.form}>
      <p className={styles.scope}>
        {apiKey.kind === 'client'
          ? 'This key is public: it may stand in a web page.'
          : 'Copy it now. It is stored as a digest and cannot be shown again.'}
      </p>
      <div className={styles.shown}>
        <code data-testid="secret">{apiKey.secret}</code>
        <CopyButton labelled text={apiKey.secret} what="the key" />
      </div>
      <SnippetTabs snippets={snippetsFor(apiKey.kind, location.origin, apiKey.secret, project)} />
      <Group justify="flex-end">
        <Button onClick={close} variant="filled">
          {apiKey.kind === 'client' ? 'Done' : 'I have copied it'}
        </Button>
      </Group>
    </div>
  );
}
