import { Checkbox, Group, Select, TagsInput } from '@mantine/core';
import type { JsonPrimitive } from '@sluice/core';
import { useState } from 'react';
import styles from './condition-editor.module.css';
import type { ValuesProps } from './values-field.tsx';

type Kind = 'text' | 'number' | 'true or false';

const KINDS: Kind[] = ['text', 'number', 'true or false'];

/** Values of one type: equality tells "5" from 5, so the type is chosen, not guessed. */
export function ScalarField({ values = [], onChange, label, error }: ValuesProps) {
  const [kind, setKind] = useState<Kind>(() => kindOf(values));
  const mixed = values.some((value) => kindOf([value]) !== kind);
  const choose = (next: Kind) => {
    setKind(next);
    onChange(values.flatMap((value) => as(next, String(value)) ?? []));
  };
  return (
    <div className={styles.typed}>
      <Select
        aria-label={`Type of ${label}`}
        className={styles.kind}
        data={mixed ? [...KINDS, { value: 'mixed', label: 'several types' }] : KINDS}
        onChange={(next) => next !== null && next !== 'mixed' && choose(next as Kind)}
        value={mixed ? 'mixed' : kind}
      />
      {kind === 'true or false' && !mixed ? (
        <Group gap="md">
          {[true, false].map((one) => (
            <Checkbox
              checked={values.includes(one)}
              key={String(one)}
              label={String(one)}
              onChange={(event) => onChange(event.currentTarget.checked ? [...values, one] : values.filter((value) => value !== one))}
            />
          ))}
        </Group>
      ) : (
        <TagsInput
          aria-label={label}
          className={styles.grow}
          error={error}
          onChange={(texts) => onChange(texts.flatMap((text) => kept(values, text) ?? as(kind, text) ?? []))}
          placeholder={values.length === 0 ? `${kind === 'number' ? '20' : 'value'}, then Enter` : ''}
          value={values.map(String)}
        />
      )}
    </div>
  );
}

const kindOf = (values: readonly JsonPrimitive[]): Kind =>
  typeof values[0] === 'number' ? 'number' : typeof values[0] === 'boolean' ? 'true or false' : 'text';

/** A value that is there already stays what it is, also among others of another type. */
const kept = (values: readonly JsonPrimitive[], text: string): [JsonPrimitive] | undefined => {
  const found = values.find((value) => String(value) === text);
  return found === undefined ? undefined : [found];
};

function as(kind: Kind, text: string): [JsonPrimitive] | undefined {
  if (kind === 'text') return [text];
  if (kind === 'true or false') return text === 'true' || text === 'false' ? [text === 'true'] : undefined;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? [Number(text)] : undefined;
}
