import { family, type Operator, parseEach } from '../operator.ts';

const toNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function number(compare: (value: number, bound: number) => boolean): Operator<readonly number[]> {
  return {
    operand: 'number',
    values: 'required',
    parse: (values) => parseEach(values, toNumber),
    holds(value, bounds) {
      if (typeof value !== 'number') return false;
      for (const bound of bounds) if (compare(value, bound)) return true;
      return false;
    },
  };
}

interface Modulo {
  readonly divisor: number;
  readonly remainder: number;
}

/** `values` are `[divisor, remainder]`, 0 <= remainder < divisor; the remainder of a negative number is counted up from 0. */
const modulo: Operator<Modulo> = {
  operand: 'modulo',
  values: 'required',
  parse(values) {
    const [divisor, remainder] = values;
    if (values.length !== 2 || typeof divisor !== 'number' || typeof remainder !== 'number') return undefined;
    return remainder >= 0 && remainder < divisor ? { divisor, remainder } : undefined;
  },
  holds(value, { divisor, remainder }) {
    if (typeof value !== 'number') return false;
    const rest = value % divisor;
    return (rest < 0 ? rest + divisor : rest) === remainder;
  },
};

export const NUMBER = family({
  lt: number((value, bound) => value < bound),
  lte: number((value, bound) => value <= bound),
  gt: number((value, bound) => value > bound),
  gte: number((value, bound) => value >= bound),
  modulo,
});
