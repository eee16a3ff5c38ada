/** What was thrown, as text. Anything can be thrown, also what cannot be turned into a string. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message || thrown.name : typeof thrown === 'string' ? thrown : `a ${typeof thrown} was thrown`;
}
