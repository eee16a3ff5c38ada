import { type EvaluationContext, murmur3 } from '@sluice/core';

/** The same for the same attributes, in whatever order they were written; 64 bits. */
export function hashContext(context: EvaluationContext): string {
  const text = JSON.stringify(context, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(byKey)) : value,
  );
  return `${murmur3(text)}-${murmur3(text, 1)}`;
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
