import { compileCondition, NOBODY, type Node } from './condition.ts';
import type { Segment } from './flag.ts';
import { isRecord, listOf, own } from './json.ts';
import type { Engines } from './operator.ts';
import { Members } from './operators/members.ts';

/** Segments that refer to segments deeper than this are not understood. */
export const MAX_SEGMENT_DEPTH = 32;

export interface CompiledSegment {
  readonly source: Segment;
  readonly engines: Engines;
  /** Made when a context first asks. */
  plan: SegmentPlan | undefined;
}

export type Segments = ReadonlyMap<string, CompiledSegment>;

interface SegmentPlan {
  readonly included: Members;
  readonly excluded: Members;
  /** `undefined` when the condition is not understood. */
  readonly when: Node | undefined;
  /** Keys of the segments that the condition refers to. */
  readonly references: readonly string[];
}

/** A segment ready for use. The work is done when a context first asks. */
export function compileSegment(segment: Segment, engines: Engines): CompiledSegment {
  return { source: segment, engines, plan: undefined };
}

export function segmentPlan(segment: CompiledSegment): SegmentPlan {
  segment.plan ??= makePlan(segment);
  return segment.plan;
}

function makePlan({ source, engines }: CompiledSegment): SegmentPlan {
  const body = isRecord(source) ? source : {};
  const condition = own(body, 'when');
  const references: string[] = [];
  return {
    included: new Members(listOf(own(body, 'included')), false),
    excluded: new Members(listOf(own(body, 'excluded')), false),
    when: condition === undefined ? NOBODY : compileCondition(condition, engines, references),
    references,
  };
}

/** What is known of each set of segments; a set is never edited, and forgotten with its ruleset. */
const known = new WeakMap<Segments, Map<string, boolean>>();

/**
 * Whether a segment and all that it refers to are understood; false when one is missing or refers to
 * itself. A rule with a segment that is not never matches.
 */
export function isUnderstood(key: string, segments: Segments): boolean {
  const sound = known.get(segments) ?? new Map<string, boolean>();
  known.set(segments, sound);
  return judge(key, segments, sound, 0);
}

function judge(key: string, segments: Segments, sound: Map<string, boolean>, depth: number): boolean {
  const judged = sound.get(key);
  const segment = segments.get(key);
  if (judged !== undefined || segment === undefined || depth >= MAX_SEGMENT_DEPTH) return judged ?? false;
  sound.set(key, false); // What a cycle finds on coming back here.
  const { when, references } = segmentPlan(segment);
  const verdict = when !== undefined && references.every((reference) => judge(reference, segments, sound, depth + 1));
  sound.set(key, verdict);
  return verdict;
}
