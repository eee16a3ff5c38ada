import { family, type Operator } from '../operator.ts';
import { Members } from './members.ts';

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function parse(values: readonly unknown[], fold: boolean): Members | undefined {
  return values.every(isScalar) ? new Members(values, fold) : undefined;
}

const membership = { operand: 'scalar', values: 'required', folds: true, parse } as const;

const isIn: Operator<Members> = { ...membership, holds: (value, members) => members.has(value) };

const anyOf: Operator<Members> = {
  ...membership,
  whole: true,
  holds: (list, members) => Array.isArray(list) && list.some((value) => members.has(value)),
};

const allOf: Operator<Members> = {
  ...membership,
  whole: true,
  holds(list, { values, fold }) {
    if (!Array.isArray(list)) return false;
    const held = new Members(list, fold);
    return values.every((value) => held.has(value));
  },
};

const exists: Operator = { operand: 'none', values: 'none', whole: true, parse: () => true, holds: () => true };

export const MEMBERSHIP = family({ in: isIn, exists, anyOf, allOf });
