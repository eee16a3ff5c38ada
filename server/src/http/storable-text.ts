import { pointerTo } from './issues.ts';
import { SluiceProblem } from './problem.ts';

/** Escapes that could stand for what Postgres cannot keep; without any of them no value need be looked at. */
const SUSPECT = /\\u(?:0000|d[89a-f])/i;
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Lets through what can be stored.
 * @throws SluiceProblem `invalid-request` with a pointer to a text, or a name, that has the character NUL or half of a pair of
 * surrogates (an emoji that was cut in two).
 */
export function requireStorable(json: string, value: unknown): void {
  const place = SUSPECT.test(json) ? findUnstorable(value, []) : null;
  if (place === null) return;
  const detail = 'has a character that cannot be stored: NUL, or half of a surrogate pair';
  throw new SluiceProblem('invalid-request', `${pointerTo(place)}: ${detail}.`, { errors: [{ pointer: pointerTo(place), detail }] });
}

function findUnstorable(value: unknown, path: readonly string[]): readonly string[] | null {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, child] of Object.entries(value)) {
    if (UNSTORABLE.test(name)) return path;
    const found = findUnstorable(child, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}
