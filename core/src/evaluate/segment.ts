import { compileCondition, type Node } from './condition.ts';
import type { Segment } from './flag.ts';
import { isRecord, listOf, own } from './json.ts';
import type { Engines } from './operator.ts';

/** Segments that refer to segments deeper than this are not understood. */
export const MAX_SEGMENT_DEPTH = 32;

/** A segment as a condition refers to it; resolved against one set of segments at a time. */
export interface SegmentLink {
  readonly key: string;
  segment: CompiledSegment | undefined;
}

export type Segments = ReadonlyMap<string, CompiledSegment>;

export interface CompiledSegment {
  readonly source: Segment;
  readonly engines: Engines;
  plan: SegmentPlan | undefined;
}

interface SegmentPlan {
  readonly included: ReadonlySet<unknown>;
  readonly excluded: ReadonlySet<unknown>;
  /** `undefined` when the condition is not understood. */
  readonly when: Node | undefined;
  readonly links: readonly SegmentLink[];
  linkedTo: Segments | undefined;
  /** Whether all of it, and of what it refers to, is understood. */
  sound: boolean;
}

/** A segment ready for use. The work is done when a context first asks. */
export function compileSegment(segment: Segment, engines: Engines): CompiledSegment {
  return { source: segment, engines, plan: undefined };
}

const NOBODY: Node = { kind: 'any', children: [] };

export function segmentPlan(segment: CompiledSegment): SegmentPlan {
  segment.plan ??= makePlan(segment);
  return segment.plan;
}

function makePlan({ source, engines }: CompiledSegment): SegmentPlan {
  const body = isRecord(source) ? source : {};
  const condition = own(body, 'when');
  const links: SegmentLink[] = [];
  return {
    included: new Set(listOf(own(body, 'included'))),
    excluded: new Set(listOf(own(body, 'excluded'))),
    when: condition === undefined ? NOBODY : compileCondition(condition, engines, links),
    links,
    linkedTo: undefined,
    sound: false,
  };
}

/**
 * Points references at the segments of a ruleset. False when one is missing, refers to itself or is
 * not understood: whatever refers to it then never matches.
 */
export function linkSegments(links: readonly SegmentLink[], segments: Segments, depth = 0): boolean {
  let sound = true;
  for (const link of links) {
    link.segment = segments.get(link.key);
    sound = link.segment !== undefined && linkSegment(link.segment, segments, depth) && sound;
  }
  return sound;
}

function linkSegment(segment: CompiledSegment, segments: Segments, depth: number): boolean {
  const plan = segmentPlan(segment);
  if (plan.linkedTo !== segments) {
    if (depth >= MAX_SEGMENT_DEPTH) return false;
    plan.linkedTo = segments;
    plan.sound = false; // What a cycle finds on coming back here.
    plan.sound = plan.when !== undefined && linkSegments(plan.links, segments, depth + 1);
  }
  return plan.sound;
}
