import { expect, test } from 'vitest';
import { patternFault } from './pattern-fault.ts';

test.each([
  ['a(?=b)', 'Perl syntax', 2],
  ['(a)\\\\1\\1', 'escape', 7],
  ['(a))', 'unexpected )', 4],
  ['ab(cd', 'missing closing )', 6],
  ['abc[', 'missing closing ]', 5],
  ['x[z-a]', 'range', 3],
  ['a**', 'repetition', 2],
  ['ab{1001}c', 'repeat count', 3],
])('says what is wrong with %s, and where', (pattern, said, position) => {
  const fault = patternFault(pattern);
  expect(fault).toContain(said);
  expect(fault).toMatch(new RegExp(`at character ${position}$`));
});

test('lets patterns of RE2 through, and refuses what is no text or too long', () => {
  expect(patternFault('^[a-z]+@example\\.(com|org)$')).toBeNull();
  expect(patternFault(7)).toBe('a pattern is a text');
  expect(patternFault('a'.repeat(257))).toContain('257');
});
