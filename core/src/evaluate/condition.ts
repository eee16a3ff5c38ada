import { type Path, toPath } from './attribute.ts';
import { isRecord, own } from './json.ts';
import type { Check, Engines } from './operator.ts';
import { operatorOf } from './operators.ts';

/** Conditions nested deeper than this are not understood, so that no reader runs out of stack. */
export const MAX_CONDITION_DEPTH = 32;

export type Node =
  /** `whole`: a list is tested as it is, not by its elements. */
  | { readonly kind: 'test' | 'whole'; readonly path: Path; readonly check: Check; readonly operand: unknown }
  | { readonly kind: 'all' | 'any'; readonly children: readonly Node[] }
  | { readonly kind: 'not'; readonly child: Node }
  | { readonly kind: 'segment'; readonly key: string };

/** What nobody passes, such as a test against no values. */
export const NOBODY: Node = { kind: 'any', children: [] };

/**
 * Prepares a condition; `undefined` when any part of it, at any depth, is not understood: an unknown
 * kind or operator, a field beside those of its kind, a value of the wrong type. Whatever such a
 * condition belongs to never matches. Keys of segments that it refers to are added to
 * `references`.
 */
export function compileCondition(condition: unknown, engines: Engines, references: string[], depth = 0): Node | undefined {
  if (!isRecord(condition) || depth >= MAX_CONDITION_DEPTH) return undefined;
  if (own(condition, 'attribute') !== undefined) return compileTest(condition, engines);
  const [kind, ...others] = Object.keys(condition);
  if (kind === undefined || others.length > 0) return undefined;
  const operand = condition[kind];
  if (kind === 'all' || kind === 'any') {
    if (!Array.isArray(operand)) return undefined;
    const children: Node[] = [];
    for (const part of operand) {
      const child = compileCondition(part, engines, references, depth + 1);
      if (child === undefined) return undefined;
      children.push(child);
    }
    return { kind, children };
  }
  if (kind === 'not') {
    const child = compileCondition(operand, engines, references, depth + 1);
    return child && { kind, child };
  }
  if (kind !== 'segment' || typeof operand !== 'string') return undefined;
  references.push(operand);
  return { kind, key: operand };
}

const TEST_FIELDS = new Set(['attribute', 'operator', 'values', 'ignoreCase']);

function compileTest(test: Readonly<Record<string, unknown>>, engines: Engines): Node | undefined {
  const { attribute, values } = test;
  const name = own(test, 'operator');
  const operator = typeof name === 'string' ? operatorOf(name) : undefined;
  if (operator === undefined || typeof attribute !== 'string' || !Object.keys(test).every((field) => TEST_FIELDS.has(field)))
    return undefined;
  if (values === undefined && operator.values === 'required') return undefined;
  if (values !== undefined && (!Array.isArray(values) || operator.values === 'none')) return undefined;
  if (values?.length === 0) return NOBODY;
  const operand = operator.parse(values ?? [], own(test, 'ignoreCase') === true, engines);
  if (operand === undefined) return undefined;
  return { kind: operator.whole === true ? 'whole' : 'test', path: toPath(attribute), check: operator.holds, operand };
}
