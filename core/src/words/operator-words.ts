import type { OperatorName } from '../evaluate/operators.ts';

/** What a person gives to an operator; the editor shows one control for each. */
export type Operand = 'nothing' | 'values' | 'texts' | 'patterns' | 'number' | 'division' | 'instant' | 'version' | 'addresses' | 'regions';

export type OperatorFamily = 'any value' | 'text' | 'number' | 'time' | 'version' | 'list' | 'address' | 'region';

export interface OperatorWords {
  readonly is: string;
  readonly isNot: string;
  readonly operand: Operand;
  readonly family: OperatorFamily;
}

/** Every operator in words; a new one does not compile until it has some. */
export const OPERATOR_WORDS: Readonly<Record<OperatorName, OperatorWords>> = {
  in: { is: 'is one of', isNot: 'is not one of', operand: 'values', family: 'any value' },
  exists: { is: 'is present', isNot: 'is absent', operand: 'nothing', family: 'any value' },
  contains: { is: 'contains', isNot: 'does not contain', operand: 'texts', family: 'text' },
  startsWith: { is: 'starts with', isNot: 'does not start with', operand: 'texts', family: 'text' },
  endsWith: { is: 'ends with', isNot: 'does not end with', operand: 'texts', family: 'text' },
  matches: { is: 'matches the pattern', isNot: 'does not match the pattern', operand: 'patterns', family: 'text' },
  lt: { is: 'is less than', isNot: 'is not less than', operand: 'number', family: 'number' },
  lte: { is: 'is at most', isNot: 'is not at most', operand: 'number', family: 'number' },
  gt: { is: 'is greater than', isNot: 'is not greater than', operand: 'number', family: 'number' },
  gte: { is: 'is at least', isNot: 'is not at least', operand: 'number', family: 'number' },
  modulo: { is: 'divided leaves', isNot: 'divided does not leave', operand: 'division', family: 'number' },
  before: { is: 'is before', isNot: 'is not before', operand: 'instant', family: 'time' },
  after: { is: 'is after', isNot: 'is not after', operand: 'instant', family: 'time' },
  semverEq: { is: 'is version', isNot: 'is not version', operand: 'version', family: 'version' },
  semverLt: { is: 'is an earlier version than', isNot: 'is not an earlier version than', operand: 'version', family: 'version' },
  semverLte: { is: 'is at most version', isNot: 'is not at most version', operand: 'version', family: 'version' },
  semverGt: { is: 'is a later version than', isNot: 'is not a later version than', operand: 'version', family: 'version' },
  semverGte: { is: 'is at least version', isNot: 'is not at least version', operand: 'version', family: 'version' },
  semverCaret: { is: 'is compatible with version (^)', isNot: 'is not compatible with version (^)', operand: 'version', family: 'version' },
  semverTilde: { is: 'is a patch of version (~)', isNot: 'is not a patch of version (~)', operand: 'version', family: 'version' },
  anyOf: { is: 'holds any of', isNot: 'holds none of', operand: 'values', family: 'list' },
  allOf: { is: 'holds all of', isNot: 'does not hold all of', operand: 'values', family: 'list' },
  cidr: { is: 'is in the network', isNot: 'is not in the network', operand: 'addresses', family: 'address' },
  region: { is: 'is in', isNot: 'is not in', operand: 'regions', family: 'region' },
};

/** Words of an operator, or undefined when a newer server wrote one that this build does not know. */
export function operatorWords(name: string): OperatorWords | undefined {
  return Object.hasOwn(OPERATOR_WORDS, name) ? OPERATOR_WORDS[name as OperatorName] : undefined;
}
