import { MAX_CONDITION_DEPTH } from '../evaluate/condition.ts';
import type { Condition } from '../evaluate/flag.ts';

/** What a saved flag may be at most: below what every reader takes, so that no saved flag takes a reader down. */
export const LIMITS = { conditionDepth: MAX_CONDITION_DEPTH, conditionNodes: 500, flagBytes: 1_048_576 } as const;

/** Nodes and depth of a condition; a lone test is one node at depth 1. */
export function sizeOfCondition(condition: Condition): { readonly nodes: number; readonly depth: number } {
  const sizes = partsOf(condition).map(sizeOfCondition);
  return {
    nodes: sizes.reduce((sum, { nodes }) => sum + nodes, 1),
    depth: sizes.reduce((most, { depth }) => Math.max(most, depth), 0) + 1,
  };
}

/** The conditions directly below one. */
export function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}
