import type { Operator } from './operator.ts';
import { INSTANT } from './operators/instant.ts';
import { MEMBERSHIP } from './operators/membership.ts';
import { NETWORK } from './operators/network.ts';
import { NUMBER } from './operators/number.ts';
import { REGION } from './operators/region.ts';
import { TEXT } from './operators/text.ts';
import { VERSION } from './operators/version.ts';

/** Every operator that a test can name. Schema, OpenAPI and editors take their choices from its keys. */
export const OPERATORS = { ...MEMBERSHIP, ...TEXT, ...NUMBER, ...INSTANT, ...VERSION, ...NETWORK, ...REGION };

export type OperatorName = keyof typeof OPERATORS;

/** The operator of that name, or `undefined` for one that this version does not know. */
export function operatorOf(name: string): Operator | undefined {
  return Object.hasOwn(OPERATORS, name) ? OPERATORS[name as OperatorName] : undefined;
}
