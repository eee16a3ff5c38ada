import { ActionIcon, Button, Select, Textarea, TextInput } from '@mantine/core';
import type { FlagType } from '../api/types.ts';
import { freshId } from '../ui/fresh-id.ts';
import { Icon } from '../ui/icon.tsx';
import { faultsOf, type VariantDraft } from './variant-draft.ts';
import styles from './variants-editor.module.css';

interface VariantsEditorProps {
  readonly type: FlagType;
  readonly drafts: readonly VariantDraft[];
  readonly onChange: (drafts: readonly VariantDraft[]) => void;
  /** Keys that stay as they are: SDKs and rules name them. */
  readonly fixed?: ReadonlySet<string>;
}

/** What a flag can answer: a key and a value each, the value in a control of the flag's type. */
export function VariantsEditor({ type, drafts, onChange, fixed = new Set() }: VariantsEditorProps) {
  const put = (changed: VariantDraft) => onChange(drafts.map((draft) => (draft.id === changed.id ? changed : draft)));
  const add = () => onChange([...drafts, { id: freshId(), key: '', text: type === 'boolean' ? 'false' : '' }]);
  return (
    <fieldset className={styles.variants}>
      <legend className={styles.label}>Variants</legend>
      {drafts.map((draft, index) => (
        <div className={styles.row} key={draft.id}>
          <TextInput
            aria-label={`Key of variant ${index + 1}`}
            readOnly={fixed.has(draft.id)}
            error={draft.key === '' ? undefined : faultsOf(draft, drafts, type).key}
            onChange={(event) => put({ ...draft, key: event.currentTarget.value })}
            placeholder="key"
            styles={{ input: { fontFamily: 'var(--mono)', ...(fixed.has(draft.id) ? { background: 'var(--sunken)' } : {}) } }}
            value={draft.key}
          />
          <ValueField draft={draft} drafts={drafts} index={index} onChange={put} type={type} />
          <ActionIcon
            aria-label={`Remove variant ${draft.key || index + 1}`}
            disabled={drafts.length === 1}
            onClick={() => onChange(drafts.filter((other) => other.id !== draft.id))}
          >
            <Icon name="trash" />
          </ActionIcon>
        </div>
      ))}
      <Button className={styles.add} leftSection={<Icon name="add" />} onClick={add} variant="subtle">
        Add a variant
      </Button>
    </fieldset>
  );
}

interface ValueFieldProps {
  readonly type: FlagType;
  readonly draft: VariantDraft;
  readonly drafts: readonly VariantDraft[];
  readonly index: number;
  readonly onChange: (draft: VariantDraft) => void;
}

function ValueField({ type, draft, drafts, index, onChange }: ValueFieldProps) {
  const label = `Value of variant ${index + 1}`;
  const put = (text: string) => onChange({ ...draft, text });
  const error = draft.text === '' ? undefined : faultsOf(draft, drafts, type).value;
  if (type === 'boolean')
    return <Select aria-label={label} data={['true', 'false']} onChange={(text) => put(text ?? 'false')} value={draft.text} />;
  if (type === 'json') {
    return (
      <Textarea
        aria-label={label}
        autosize
        error={error}
        maxRows={12}
        onChange={(event) => put(event.currentTarget.value)}
        placeholder='{ "limit": 20 }'
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: '0.8125rem' } }}
        value={draft.text}
      />
    );
  }
  return (
    <TextInput
      aria-label={label}
      error={error}
      inputMode={type === 'number' ? 'decimal' : 'text'}
      onChange={(event) => put(event.currentTarget.value)}
      placeholder={type === 'number' ? '20' : 'value'}
      value={draft.text}
    />
  );
}
