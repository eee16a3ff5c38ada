import { TextInput } from '@mantine/core';

export const isReasonMissing = (reason: string, required: boolean) => required && reason.trim() === '';

/** Why a change is made, for the log. */
export function ReasonField({ value, onChange, required }: { value: string; onChange: (reason: string) => void; required: boolean }) {
  return (
    <TextInput
      description={required ? 'Needed here: this environment is protected.' : undefined}
      label={required ? 'Reason' : 'Reason (optional)'}
      maxLength={2000}
      onChange={(event) => onChange(event.currentTarget.value)}
      required={required}
      value={value}
    />
  );
}
