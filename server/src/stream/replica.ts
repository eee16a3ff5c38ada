import type { EnvironmentName, Flag, Position, Segment } from '@sluice/core';
import { toWire } from '@sluice/core/schema';
import type { EnvironmentState, LoggedChange } from './change-source.ts';
import { hasPrivateLeaf } from './private-leaves.ts';

/** What an environment serves at one position. Replaced by the next, never edited; what a change leaves alone keeps its identity. */
export interface Replica {
  readonly name: EnvironmentName;
  readonly epoch: string;
  readonly position: Position;
  readonly flags: ReadonlyMap<string, Flag>;
  /** Flags that browsers may have as far as they themselves go; their prerequisites may still forbid it. */
  readonly forBrowsers: ReadonlySet<string>;
  readonly segments: ReadonlyMap<string, Segment>;
}

export function replicaOf({ name, epoch, position, flags, segments }: EnvironmentState): Replica {
  const nothing: Replica = { name, epoch, position, flags: new Map(), forBrowsers: new Set(), segments: new Map() };
  return advance(nothing, { position, flags, segments, removedFlags: [], removedSegments: [] });
}

/** The replica after one row of the log. */
export function advance(replica: Replica, change: Omit<LoggedChange, 'cause'>): Replica {
  const [flags, forBrowsers, segments] = [new Map(replica.flags), new Set(replica.forBrowsers), new Map(replica.segments)];
  for (const stored of change.flags) {
    const flag = toWire(stored);
    flags.set(flag.key, flag);
    if (stored.definition.clientSide && !hasPrivateLeaf(flag)) forBrowsers.add(flag.key);
    else forBrowsers.delete(flag.key);
  }
  for (const key of change.removedFlags) {
    flags.delete(key);
    forBrowsers.delete(key);
  }
  for (const segment of change.segments) segments.set(segment.key, segment);
  for (const key of change.removedSegments) segments.delete(key);
  return { ...replica, position: change.position, flags, forBrowsers, segments };
}
