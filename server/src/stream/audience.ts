import type { Flag, Segment } from '@sluice/core';
import type { Replica } from './replica.ts';

/** Who reads: server keys and the dashboard see everything that is served, client keys (browsers) what may be downloaded. */
export type Audience = 'server' | 'client';

/** What an audience sees of a replica. A body that did not change for it keeps its identity from one replica to the next. */
export interface Sight {
  readonly flags: ReadonlyMap<string, Flag>;
  readonly segments: ReadonlyMap<string, Segment>;
}

export function sightOf(audience: Audience, replica: Replica): Sight {
  return audience === 'server' ? replica : { flags: flagsForBrowsers(replica), segments: new Map() };
}

/** A flag goes to browsers only with all that it needs: it would evaluate otherwise than on a server without one of its prerequisites. */
function flagsForBrowsers({ flags, forBrowsers }: Replica): ReadonlyMap<string, Flag> {
  const settled = new Map<string, boolean>();
  const may = (key: string): boolean => {
    const known = settled.get(key);
    if (known !== undefined) return known;
    settled.set(key, false); // Answers a cycle, should one ever be in a log.
    const verdict = forBrowsers.has(key) && (flags.get(key)?.prerequisites ?? []).every(({ flag }) => !flags.has(flag) || may(flag));
    settled.set(key, verdict);
    return verdict;
  };
  return new Map([...flags].filter(([key]) => may(key)));
}

/** The flag and all that it needs, at any depth. */
export function closureOf(key: string, flags: ReadonlyMap<string, Flag>, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(key)) return found;
  found.add(key);
  for (const { flag } of flags.get(key)?.prerequisites ?? []) closureOf(flag, flags, found);
  return found;
}
