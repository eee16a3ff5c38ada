import type { Condition, Test } from '@sluice/core';
import { freshId } from '../ui/fresh-id.ts';

/** A condition as it is edited: every part has an identity that outlives its place. */
export type ConditionNode = GroupNode | TestNode | SegmentNode | UnknownNode;

export interface GroupNode {
  readonly id: string;
  readonly kind: 'group';
  readonly mode: 'all' | 'any';
  readonly negated: boolean;
  readonly children: readonly ConditionNode[];
}

export interface TestNode {
  readonly id: string;
  readonly kind: 'test';
  readonly negated: boolean;
  readonly test: Test;
}

export interface SegmentNode {
  readonly id: string;
  readonly kind: 'segment';
  readonly negated: boolean;
  readonly segment: string;
}

/** A shape from a newer server: kept as it is. */
export interface UnknownNode {
  readonly id: string;
  readonly kind: 'unknown';
  readonly condition: Condition;
}

/** The outermost group, and whether it is there for the editor only. */
export interface RootNode {
  readonly group: GroupNode;
  readonly wrapped: boolean;
}

/** A whole condition for editing; a lone test gets a group around it, which goes again with `fromRoot`. */
export function toRoot(condition: Condition): RootNode {
  const node = toNode(condition);
  if (node.kind === 'group') return { group: node, wrapped: false };
  return { group: { id: freshId(), kind: 'group', mode: 'all', negated: false, children: [node] }, wrapped: true };
}

/** The condition that the nodes stand for: exactly the one that `toRoot` was given when nothing was edited. */
export function fromRoot({ group, wrapped }: RootNode): Condition {
  const only = group.children[0];
  return wrapped && only !== undefined && group.children.length === 1 && !group.negated ? fromNode(only) : fromNode(group);
}

export const emptyTest = (): TestNode => ({
  id: freshId(),
  kind: 'test',
  negated: false,
  test: { attribute: '', operator: 'in', values: [] },
});

export const emptyGroup = (): GroupNode => ({ id: freshId(), kind: 'group', mode: 'any', negated: false, children: [emptyTest()] });

function toNode(condition: Condition, negated = false): ConditionNode {
  const id = freshId();
  if ('not' in condition) return negated ? toNode(condition.not) : toNode(condition.not, true);
  if ('all' in condition) return { id, kind: 'group', mode: 'all', negated, children: condition.all.map((child) => toNode(child)) };
  if ('any' in condition) return { id, kind: 'group', mode: 'any', negated, children: condition.any.map((child) => toNode(child)) };
  if ('segment' in condition) return { id, kind: 'segment', negated, segment: condition.segment };
  if ('attribute' in condition) return { id, kind: 'test', negated, test: condition };
  return { id, kind: 'unknown', condition: negated ? { not: condition } : condition };
}

function fromNode(node: ConditionNode): Condition {
  if (node.kind === 'unknown') return node.condition;
  const condition = positive(node);
  return node.negated ? { not: condition } : condition;
}

function positive(node: Exclude<ConditionNode, UnknownNode>): Condition {
  if (node.kind === 'test') return node.test;
  if (node.kind === 'segment') return { segment: node.segment };
  const children = node.children.map(fromNode);
  return node.mode === 'all' ? { all: children } : { any: children };
}
