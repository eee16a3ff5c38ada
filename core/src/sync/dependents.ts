import type { Ruleset } from '../evaluate/evaluate.ts';
import type { Flag, Segment } from '../evaluate/flag.ts';

/**
 * The keys of all flags that may answer otherwise once these flags and segments have changed: themselves, and whatever
 * refers to them at any distance.
 */
export function withDependents(flags: ReadonlySet<string>, segments: ReadonlySet<string>, ruleset: Ruleset): string[] {
  const touched = spread(segments, ruleset.segments, refersToAny);
  return [...spread(flags, ruleset.flags, (flag, found) => asksForAny(flag, found) || refersToAny(flag, touched))];
}

type Body = Flag | Segment;
type Touches = (body: Body, found: ReadonlySet<string>) => boolean;

/** Adds to a set what touches it, until nothing more does. */
function spread(start: ReadonlySet<string>, all: ReadonlyMap<string, { readonly source: Body }>, touches: Touches): ReadonlySet<string> {
  const found = new Set(start);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [key, { source }] of all) if (!found.has(key) && touches(source, found)) found.add(key);
  }
  return found;
}

const asksForAny: Touches = (body, flags) =>
  'prerequisites' in body && Array.isArray(body.prerequisites) && body.prerequisites.some((asked) => flags.has(asked?.flag));

const refersToAny: Touches = (body, segments) => segments.size > 0 && segmentsOf(body).some((key) => segments.has(key));

/** Bodies never change, so what one refers to is read once. */
const known = new WeakMap<Body, readonly string[]>();

/** Any `segment` with a key in it, wherever it stands: also in a kind of condition that this version does not know. */
function segmentsOf(body: Body): readonly string[] {
  const held = known.get(body);
  if (held !== undefined) return held;
  const found: string[] = [];
  const open: object[] = [body];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if ('segment' in value && typeof value.segment === 'string') found.push(value.segment);
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
  known.set(body, found);
  return found;
}
