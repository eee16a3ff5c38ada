import type { JsonPrimitive } from '@sluice/core';

/** An instant as a `datetime-local` field shows it: local time to the second; empty for what is none. */
export function localText(value: JsonPrimitive | undefined): string {
  const at = typeof value === 'number' ? value : Date.parse(String(value));
  if (value === undefined || Number.isNaN(at)) return '';
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

/** RFC 3339 in UTC of what a `datetime-local` field holds; no value while it is incomplete. */
export function instantOf(text: string): readonly string[] {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? [] : [at.toISOString().replace('.000Z', 'Z')];
}
