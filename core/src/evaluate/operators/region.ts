import { family, type Operator, parseEach } from '../operator.ts';

const toCode = (value: unknown): string | undefined => (typeof value === 'string' ? value.toUpperCase() : undefined);

/** Groups are spelt out when a rule is saved, so only codes arrive here. A country holds all of its subdivisions. */
const region: Operator<readonly string[]> = {
  operand: 'region',
  values: 'required',
  parse: (values) => parseEach(values, toCode),
  holds(value, codes) {
    const code = toCode(value);
    return code !== undefined && (codes.includes(code) || (code[2] === '-' && codes.includes(code.slice(0, 2))));
  },
};

export const REGION = family({ region });
