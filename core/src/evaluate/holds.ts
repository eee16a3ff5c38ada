import { type Path, read, toId } from './attribute.ts';
import type { Node } from './condition.ts';
import type { Check, Clock } from './operator.ts';
import { type CompiledSegment, type Segments, segmentPlan } from './segment.ts';

/** Whether a condition holds for a context. Every segment that it refers to is understood. */
export function holds(node: Node, context: object, segments: Segments, now: Clock): boolean {
  switch (node.kind) {
    case 'test': {
      const value = read(context, node.path);
      if (typeof value === 'object') return elementHolds(value, node.check, node.operand, now);
      return value !== undefined && node.check(value, node.operand, now);
    }
    case 'all':
      return firstThat(false, node.children, context, segments, now) < 0;
    case 'any':
      return firstThat(true, node.children, context, segments, now) >= 0;
    case 'not':
      return !holds(node.child, context, segments, now);
    case 'segment':
      return isMember(segments.get(node.key), context, segments, now);
    case 'whole':
      return wholeHolds(context, node.path, node.check, node.operand, now);
  }
}

function firstThat(truth: boolean, nodes: readonly Node[], context: object, segments: Segments, now: Clock): number {
  for (let index = 0; index < nodes.length; index++) if (holds(nodes[index] as Node, context, segments, now) === truth) return index;
  return -1;
}

/** A list passes when any of its elements does; another object, such as a date, by itself. */
function elementHolds(value: object | null, check: Check, operand: unknown, now: Clock): boolean {
  if (!Array.isArray(value)) return value !== null && check(value, operand, now);
  return value.some((element) => check(element, operand, now));
}

function wholeHolds(context: object, path: Path, check: Check, operand: unknown, now: Clock): boolean {
  const value = read(context, path) ?? undefined;
  return value !== undefined && check(value, operand, now);
}

/** Whether a context belongs: listed keys first, those to include before those to exclude, then the condition. */
export function isMember(segment: CompiledSegment | undefined, context: object, segments: Segments, now: Clock): boolean {
  if (segment === undefined) return false;
  const { included, excluded, when } = segmentPlan(segment);
  const id = toId(read(context, 'targetingKey'));
  if (id !== undefined) {
    if (included.has(id)) return true;
    if (excluded.has(id)) return false;
  }
  return when !== undefined && holds(when, context, segments, now);
}
