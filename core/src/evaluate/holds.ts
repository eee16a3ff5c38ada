import { read, toId } from './attribute.ts';
import { NOTHING, type Node } from './condition.ts';
import type { Clock, Operator } from './operator.ts';
import { type CompiledSegment, type Segments, segmentPlan } from './segment.ts';

/** Whether a condition holds for a context. Every segment that it refers to is understood. */
export function holds(node: Node, context: object, segments: Segments, now: Clock): boolean {
  switch (node.kind) {
    case 'test':
      return testHolds(node.operator, node.operand, read(context, node.path), now);
    case 'all':
      return node.children.every((child) => holds(child, context, segments, now));
    case 'any':
      return node.children.some((child) => holds(child, context, segments, now));
    case 'not':
      return !holds(node.child, context, segments, now);
    case 'segment':
      return isMember(segments.get(node.key), context, segments, now);
  }
}

function testHolds(operator: Operator, operand: unknown, value: unknown, now: Clock): boolean {
  if (value === undefined || value === null || operand === NOTHING) return false;
  if (operator.whole === true || !Array.isArray(value)) return operator.holds(value, operand, now);
  return value.some((element) => operator.holds(element, operand, now));
}

/** Whether a context belongs: listed keys first, those to include before those to exclude, then the condition. */
export function isMember(segment: CompiledSegment | undefined, context: object, segments: Segments, now: Clock): boolean {
  if (segment === undefined) return false;
  const { included, excluded, when } = segmentPlan(segment);
  const id = toId(read(context, 'targetingKey'));
  if (id !== undefined && included.has(id)) return true;
  return when !== undefined && !(id !== undefined && excluded.has(id)) && holds(when, context, segments, now);
}
