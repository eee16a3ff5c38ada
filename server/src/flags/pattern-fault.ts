import { RE2JS, RE2JSSyntaxException } from 're2js';

/** Longest pattern of a regular expression, in characters. */
const LONGEST_PATTERN = 256;

/** What is wrong with a regular expression of the RE2 dialect and at which character, counted from 1; null when it compiles. */
export function patternFault(pattern: unknown): string | null {
  if (typeof pattern !== 'string') return 'a pattern is a text';
  if (pattern.length > LONGEST_PATTERN) return `a pattern has at most ${LONGEST_PATTERN} characters; this has ${pattern.length}`;
  const error = errorOf(pattern);
  if (error === null) return null;
  return `is not a pattern of RE2 (no look-around, no back-references): ${error.error} at character ${positionOf(pattern, error)}`;
}

function errorOf(pattern: string): RE2JSSyntaxException | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error;
    throw error;
  }
}

/** The engine names the fragment that it stopped at, not where it is: that is the end of the shortest start that fails alike. */
function positionOf(pattern: string, { error, input }: RE2JSSyntaxException): number {
  if (error.startsWith('missing closing')) return pattern.length + 1;
  const fragment = input === pattern || input === null ? '' : input;
  for (let length = 1; length < pattern.length; length += 1) {
    const start = pattern.slice(0, length);
    const found = errorOf(start);
    if (found?.error === error && (fragment === '' || found.input === fragment))
      return Math.max(1, length - Math.max(fragment.length, 1) + 1);
  }
  return Math.max(1, pattern.length - Math.max(fragment.length, 1) + 1);
}
