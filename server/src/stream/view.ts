import type { ChangeCause, EnvironmentName, Flag, Position, Segment } from '@sluice/core';
import { type Audience, closureOf, type Sight, sightOf } from './audience.ts';
import type { TouchedAt } from './change-source.ts';
import type { PositionRing } from './position-ring.ts';
import type { Replica } from './replica.ts';

/** What a reader says that it holds. */
export interface Held {
  readonly epoch: string;
  readonly position: Position;
}

/**
 * What one audience sees of an environment, and since when. Every message is read off the latest view:
 *
 *     completeSince ≤ from ≤ held < position
 *
 * A change that shows this audience nothing moves `position` and leaves `changedAt` alone.
 */
export interface View {
  readonly audience: Audience;
  readonly name: EnvironmentName;
  readonly epoch: string;
  readonly position: Position;
  readonly ring: PositionRing;
  readonly sight: Sight;
  /** Revision at which a flag last changed for this audience. A key that is not in sight was removed then. */
  readonly flagsChangedAt: ReadonlyMap<string, number>;
  readonly segmentsChangedAt: ReadonlyMap<string, number>;
  /** Readers that hold an earlier revision get the whole ruleset: what was taken from their sight before it is not known. */
  readonly completeSince: number;
  /** The last change that showed something, the one before it, and what kind it was. */
  readonly lastSeen: Position;
  readonly seenBefore: Position;
  readonly cause: ChangeCause;
}

/** What changed for the audience after a revision. */
export interface Contents {
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
  readonly removed: { readonly flags: readonly string[]; readonly segments: readonly string[] };
}

export function openView(audience: Audience, replica: Replica, ring: PositionRing, recent: readonly TouchedAt[]): View {
  const sight = sightOf(audience, replica);
  const flagsTouched = lastTouched(recent, (row) => row.flags);
  const segmentsTouched = lastTouched(recent, (row) => row.segments);
  const { position } = replica;
  const shared = { audience, name: replica.name, epoch: replica.epoch, position, ring, sight, lastSeen: position, seenBefore: position };
  const cause = recent.at(-1)?.cause ?? 'edit';
  if (audience === 'server') {
    return { ...shared, cause, flagsChangedAt: flagsTouched, segmentsChangedAt: segmentsTouched, completeSince: 0 };
  }
  // Whether a touched flag that is out of sight was in sight before cannot be read off its latest body, and to name it might tell its key.
  const unseen = [...flagsTouched].filter(([key]) => !sight.flags.has(key)).map(([, revision]) => revision);
  const changed = [...sight.flags.keys()].map((key): [string, number] => {
    return [key, Math.max(0, ...[...closureOf(key, replica.flags)].map((needed) => flagsTouched.get(needed) ?? 0))];
  });
  return { ...shared, cause, flagsChangedAt: new Map(changed), segmentsChangedAt: new Map(), completeSince: Math.max(0, ...unseen) };
}

/** The view of the next replica, of the same log. */
export function advanceView(view: View, replica: Replica, cause: ChangeCause): View {
  const { position } = replica;
  const sight = sightOf(view.audience, replica);
  const flagsChangedAt = changesBetween(view.sight.flags, sight.flags, position.revision, kept(view.flagsChangedAt, view.ring));
  const segmentsChangedAt = changesBetween(view.sight.segments, sight.segments, position.revision, kept(view.segmentsChangedAt, view.ring));
  const next = { ...view, position, sight };
  if (flagsChangedAt === null && segmentsChangedAt === null) return next;
  return {
    ...next,
    flagsChangedAt: flagsChangedAt ?? view.flagsChangedAt,
    segmentsChangedAt: segmentsChangedAt ?? view.segmentsChangedAt,
    lastSeen: position,
    seenBefore: view.lastSeen,
    cause,
  };
}

/** What a reader needs: nothing, what changed since, or everything. */
export function answerTo(view: View, held: Held | null): 'current' | 'delta' | 'ruleset' {
  if (held === null || held.epoch !== view.epoch || !view.ring.has(held.position)) return 'ruleset';
  if (held.position.revision === view.position.revision) return 'current';
  return held.position.revision < view.completeSince ? 'ruleset' : 'delta';
}

/** From where a delta for this position may start; the nearest that many readers share, so that they share its encoding. */
export function startFor(view: View, held: Position): Position {
  if (held.revision >= view.lastSeen.revision) return view.lastSeen;
  return held.revision >= view.seenBefore.revision ? view.seenBefore : held;
}

export function contentsAfter(view: View, revision: number): Contents {
  const flags = after(view.flagsChangedAt, view.sight.flags, revision);
  const segments = after(view.segmentsChangedAt, view.sight.segments, revision);
  return { flags: flags.present, segments: segments.present, removed: { flags: flags.gone, segments: segments.gone } };
}

function after<Body>(changedAt: ReadonlyMap<string, number>, bodies: ReadonlyMap<string, Body>, revision: number) {
  const present: Body[] = [];
  const gone: string[] = [];
  for (const [key, at] of changedAt) {
    if (at <= revision) continue;
    const body = bodies.get(key);
    if (body === undefined) gone.push(key);
    else present.push(body);
  }
  return { present, gone };
}

/** null when nothing changed. */
function changesBetween<Body>(
  before: ReadonlyMap<string, Body>,
  now: ReadonlyMap<string, Body>,
  revision: number,
  changedAt: () => Map<string, number>,
): ReadonlyMap<string, number> | null {
  const changed = [...now].filter(([key, body]) => before.get(key) !== body).map(([key]) => key);
  const gone = [...before.keys()].filter((key) => !now.has(key));
  if (changed.length + gone.length === 0) return null;
  const next = changedAt();
  for (const key of [...changed, ...gone]) next.set(key, revision);
  return next;
}

/** What nobody can resume from any more is forgotten. */
function kept(changedAt: ReadonlyMap<string, number>, ring: PositionRing): () => Map<string, number> {
  return () => new Map([...changedAt].filter(([, revision]) => revision >= ring.oldest));
}

function lastTouched(recent: readonly TouchedAt[], keys: (row: TouchedAt) => readonly string[]): Map<string, number> {
  const touched = new Map<string, number>();
  for (const row of recent) for (const key of keys(row)) touched.set(key, row.position.revision);
  return touched;
}
