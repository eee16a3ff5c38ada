import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import styles from './condition-editor.module.css';
import { instantOf, localText } from './instants.ts';
import type { ValuesProps } from './values-field.tsx';

const CHOICES = [
  { value: 'at', label: 'a fixed time' },
  { value: 'now', label: 'now' },
];

/** A date and time in the reader's zone, kept as UTC; or now, whenever that is asked. */
export function InstantField({ values, onChange, label, error }: ValuesProps) {
  const [typed, setTyped] = useState(() => localText(values?.[0]));
  const choose = (choice: string | null) => onChange(choice === 'now' ? undefined : instantOf(typed));
  const put = (text: string) => {
    setTyped(text);
    onChange(instantOf(text));
  };
  return (
    <div className={styles.typed}>
      <Select
        aria-label={`Fixed time or now, ${label}`}
        className={styles.kind}
        data={CHOICES}
        onChange={choose}
        value={values === undefined ? 'now' : 'at'}
      />
      {values === undefined ? null : (
        <TextInput
          aria-label={label}
          className={styles.grow}
          description={
            values[0] === undefined ? undefined : `${String(values[0])}${values.length > 1 ? ` or ${values.length - 1} more` : ''}`
          }
          error={error}
          inputWrapperOrder={['input', 'description', 'error']}
          onChange={(event) => put(event.currentTarget.value)}
          step={1}
          type="datetime-local"
          value={typed}
        />
      )}
    </div>
  );
}
