import { TagsInput } from '@mantine/core';
import type { ValuesProps } from './values-field.tsx';

interface TextsProps extends ValuesProps {
  readonly placeholder: string;
  readonly mono?: boolean;
  /** Whether a comma ends a value; in patterns it is part of one. */
  readonly splits?: boolean;
}

/** Several texts, of which any may hold. */
export function TextsField({ values = [], onChange, label, error, placeholder, mono = false, splits = true }: TextsProps) {
  return (
    <TagsInput
      aria-label={label}
      error={error}
      onChange={onChange}
      placeholder={values.length === 0 ? placeholder : ''}
      splitChars={splits ? [','] : []}
      styles={mono ? { pill: { fontFamily: 'var(--mono)' }, inputField: { fontFamily: 'var(--mono)' } } : {}}
      value={values.map(String)}
    />
  );
}
