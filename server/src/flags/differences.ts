import type { JsonValue } from '@sluice/core';

export interface Difference {
  readonly pointer: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** Where two JSON values differ, by JSON pointer in fragment form; lists that differ in length are one difference, since their items have no names. */
export function differences(before: unknown, after: unknown, pointer = '#'): Difference[] {
  if (isPlain(before) && isPlain(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) =>
      differences(before[name], after[name], `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differences(item, after[index], `${pointer}/${index}`));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (before === undefined) return [{ pointer, change: 'added', after: after as JsonValue }];
  if (after === undefined) return [{ pointer, change: 'removed', before: before as JsonValue }];
  return [{ pointer, change: 'changed', before: before as JsonValue, after: after as JsonValue }];
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
