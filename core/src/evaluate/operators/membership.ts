import { family, type Operator } from '../operator.ts';

/** A list of values as a hash set, built when the first context is tested. */
interface Members {
  readonly values: readonly unknown[];
  readonly fold: boolean;
  set: Set<unknown> | undefined;
}

function contains(members: Members, value: unknown): boolean {
  members.set ??= new Set(members.fold ? members.values.map(foldCase) : members.values);
  return members.set.has(members.fold ? foldCase(value) : value);
}

function foldCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function parse(values: readonly unknown[], fold: boolean): Members | undefined {
  return values.every(isScalar) ? { values, fold, set: undefined } : undefined;
}

const membership = { operand: 'scalar', values: 'required', folds: true, parse } as const;

const isIn: Operator<Members> = { ...membership, holds: (value, members) => contains(members, value) };

const anyOf: Operator<Members> = {
  ...membership,
  whole: true,
  holds: (list, members) => Array.isArray(list) && list.some((value) => contains(members, value)),
};

const allOf: Operator<Members> = {
  ...membership,
  whole: true,
  holds(list, { values, fold }) {
    if (!Array.isArray(list)) return false;
    const held = new Set<unknown>(fold ? list.map(foldCase) : list);
    return values.every((value) => held.has(fold ? foldCase(value) : value));
  },
};

const exists: Operator = { operand: 'none', values: 'none', whole: true, parse: () => true, holds: () => true };

export const MEMBERSHIP = family({ in: isIn, exists, anyOf, allOf });
