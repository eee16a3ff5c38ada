import type { Test } from '../evaluate/flag.ts';
import type { OperandKind } from '../evaluate/operator.ts';
import { type OperatorName, operatorOf } from '../evaluate/operators.ts';

export type OperatorFamily = 'any value' | 'text' | 'number' | 'time' | 'version' | 'list' | 'address' | 'region';

export interface OperatorWords {
  readonly is: string;
  readonly isNot: string;
  readonly family: OperatorFamily;
}

/** Every operator in words; a new one does not compile until it has some. */
export const OPERATOR_WORDS: Readonly<Record<OperatorName, OperatorWords>> = {
  in: { is: 'is one of', isNot: 'is not one of', family: 'any value' },
  exists: { is: 'is present', isNot: 'is absent', family: 'any value' },
  contains: { is: 'contains', isNot: 'does not contain', family: 'text' },
  startsWith: { is: 'starts with', isNot: 'does not start with', family: 'text' },
  endsWith: { is: 'ends with', isNot: 'does not end with', family: 'text' },
  matches: { is: 'matches the pattern', isNot: 'does not match the pattern', family: 'text' },
  lt: { is: 'is less than', isNot: 'is not less than', family: 'number' },
  lte: { is: 'is at most', isNot: 'is not at most', family: 'number' },
  gt: { is: 'is greater than', isNot: 'is not greater than', family: 'number' },
  gte: { is: 'is at least', isNot: 'is not at least', family: 'number' },
  modulo: { is: 'leaves', isNot: 'does not leave', family: 'number' },
  before: { is: 'is before', isNot: 'is not before', family: 'time' },
  after: { is: 'is after', isNot: 'is not after', family: 'time' },
  semverEq: { is: 'is version', isNot: 'is not version', family: 'version' },
  semverLt: { is: 'is an earlier version than', isNot: 'is not an earlier version than', family: 'version' },
  semverLte: { is: 'is at most version', isNot: 'is not at most version', family: 'version' },
  semverGt: { is: 'is a later version than', isNot: 'is not a later version than', family: 'version' },
  semverGte: { is: 'is at least version', isNot: 'is not at least version', family: 'version' },
  semverCaret: { is: 'is compatible with version (^)', isNot: 'is not compatible with version (^)', family: 'version' },
  semverTilde: { is: 'is a patch of version (~)', isNot: 'is not a patch of version (~)', family: 'version' },
  anyOf: { is: 'holds any of', isNot: 'holds none of', family: 'list' },
  allOf: { is: 'holds all of', isNot: 'does not hold all of', family: 'list' },
  cidr: { is: 'is in the network', isNot: 'is not in the network', family: 'address' },
  region: { is: 'is in', isNot: 'is not in', family: 'region' },
};

/** Words of an operator, or undefined when a newer server wrote one that this build does not know. */
export function operatorWords(name: string): OperatorWords | undefined {
  return Object.hasOwn(OPERATOR_WORDS, name) ? OPERATOR_WORDS[name as OperatorName] : undefined;
}

/** What the values of an operator must be; undefined for an operator that this build does not know. */
export function operandOf(name: string): OperandKind | undefined {
  return operatorOf(name)?.operand;
}

/** Whether letter case can be ignored by an operator. */
export function canIgnoreCase(name: string): boolean {
  return operatorOf(name)?.folds === true;
}

/** What is wrong with the values of a test, for the person who typed them; null when nothing is. Patterns are judged by the server alone. */
export function testFault({ operator, values = [], ignoreCase }: Test): string | null {
  const known = operatorOf(operator);
  if (known === undefined) return null;
  if (values.length === 0) return known.values === 'required' ? LACKING[known.operand] : null;
  if (known.operand === 'pattern' || known.operand === 'region') return null;
  return known.parse(values, ignoreCase === true, {}) === undefined ? WRONG[known.operand] : null;
}

const LACKING: Readonly<Record<OperandKind, string>> = {
  scalar: 'Give at least one value',
  string: 'Give at least one text',
  pattern: 'Give a pattern',
  number: 'Give a number',
  modulo: 'Give a divisor and what it leaves',
  instant: 'Give a date and time',
  version: 'Give a version such as 2.4.0',
  network: 'Give a network such as 10.0.0.0/8',
  region: 'Give at least one region',
  none: '',
};

const WRONG: Readonly<Record<OperandKind, string>> = {
  scalar: 'Values are texts, numbers, true or false',
  string: 'Values are texts',
  pattern: 'The pattern is not one of RE2',
  number: 'Values are numbers',
  modulo: 'The remainder is at least 0 and less than the divisor',
  instant: 'A date and time is like 2026-03-01T09:00:00Z',
  version: 'A version is three numbers, such as 2.4.0 or 2.4.0-beta.1',
  network: 'A network is like 10.0.0.0/8 or 2001:db8::/32',
  region: 'A region is a country (DE), a subdivision (US-CA) or a group (EU)',
  none: '',
};
