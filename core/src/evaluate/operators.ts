/** Placeholder table of names; the evaluation floor fills in the tests. */
export const OPERATORS = {
  in: {}, exists: {}, anyOf: {}, allOf: {}, contains: {}, startsWith: {}, endsWith: {}, matches: {}, lt: {}, lte: {}, gt: {}, gte: {}, modulo: {},
  before: {}, after: {}, semverEq: {}, semverLt: {}, semverLte: {}, semverGt: {}, semverGte: {}, semverCaret: {}, semverTilde: {}, cidr: {}, region: {},
} as const;
export type OperatorName = keyof typeof OPERATORS;
