import { NumberInput, TagsInput } from '@mantine/core';
import styles from './condition-editor.module.css';
import type { ValuesProps } from './values-field.tsx';

const numeric = (typed: string | number) => (typeof typed === 'number' && Number.isFinite(typed) ? typed : undefined);

/** One number; a list where a rule has several already. */
export function NumberField({ values = [], onChange, label, error }: ValuesProps) {
  if (values.length > 1) {
    const put = (texts: string[]) => onChange(texts.map(Number).filter((one) => Number.isFinite(one)));
    return <TagsInput aria-label={label} error={error} onChange={put} value={values.map(String)} />;
  }
  const value = values[0];
  return (
    <NumberInput
      aria-label={label}
      error={error}
      onChange={(typed) => onChange(numeric(typed) === undefined ? [] : [Number(typed)])}
      placeholder="number"
      value={typeof value === 'number' ? value : ''}
    />
  );
}

/** What is left after dividing: every tenth seat leaves 0 when divided by 10. */
export function ModuloField({ values = [], onChange, label, error }: ValuesProps) {
  const [divisor, remainder] = values;
  const put = (by: unknown, left: unknown) => onChange([by, left].flatMap((one) => (typeof one === 'number' ? [one] : [])));
  return (
    <div className={styles.typed}>
      <NumberInput
        aria-label={`Remainder, ${label}`}
        error={error}
        min={0}
        onChange={(typed) => put(divisor ?? 10, numeric(typed))}
        value={typeof remainder === 'number' ? remainder : ''}
      />
      <span className={styles.between}>when divided by</span>
      <NumberInput
        aria-label={`Divisor, ${label}`}
        min={1}
        onChange={(typed) => put(numeric(typed), remainder ?? 0)}
        value={typeof divisor === 'number' ? divisor : ''}
      />
    </div>
  );
}
