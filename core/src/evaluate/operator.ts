/** What an operator of the table is made of. */

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** A matcher that runs in time linear to its subject; null, or an error, for a pattern outside RE2's dialect. */
export type RegexEngine = (pattern: string, ignoreCase: boolean) => { test(subject: string): boolean } | null;

/** What evaluation cannot bring along itself. A test whose engine is absent makes its rule not match. */
export interface Engines {
  readonly regex?: RegexEngine;
}

/** What the values of a test must be; people's editors show a control for each. */
export type OperandKind = 'scalar' | 'string' | 'pattern' | 'number' | 'modulo' | 'instant' | 'version' | 'network' | 'region' | 'none';

export interface Operator<Operand = unknown> {
  readonly operand: OperandKind;
  /** Whether a test must name values. `optional` is for instants, where none means now. */
  readonly values: 'required' | 'optional' | 'none';
  /** Whether `ignoreCase` means something. */
  readonly folds?: boolean;
  /** Whether the attribute is tested as it is; else a list matches when any of its elements does. */
  readonly whole?: boolean;
  /** Prepares values for `holds`; `undefined` if any of them is not of this operator's kind. */
  parse(values: readonly unknown[], ignoreCase: boolean, engines: Engines): Operand | undefined;
  /** Whether an attribute that is present passes; false for one of the wrong type. Called without `this`. */
  holds(value: unknown, operand: Operand, now: Clock): boolean;
}

export type Check = Operator['holds'];

/** Prepares each value; `undefined` as soon as one cannot be. */
export function parseEach<Parsed>(
  values: readonly unknown[],
  parse: (value: unknown) => Parsed | undefined,
): readonly Parsed[] | undefined {
  const parsed: Parsed[] = [];
  for (const value of values) {
    const one = parse(value);
    if (one === undefined) return undefined;
    parsed.push(one);
  }
  return parsed;
}

/** Operators under their names, their operands their own affair. */
export function family<Name extends string>(operators: Readonly<Record<Name, Operator>>): Readonly<Record<Name, Operator>> {
  return operators;
}
