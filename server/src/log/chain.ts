import { createHash } from 'node:crypto';
import type { Actor } from '@sluice/core/schema';
import type { z } from 'zod';
import { canonicalJson } from './canonical.ts';

/**
 * Each row of a log is tied to the one before it:
 *
 *     body digest = sha256(canonical body)
 *     row digest  = sha256(canonical row, with the digests of its bodies)
 *     head        = sha256(head before ‖ row digest)      both in hex; the head before the first row is empty
 *
 * Since the row holds digests, a body can be erased and the chain still holds.
 */
export interface ChangeFacts {
  readonly environmentId: string;
  readonly revision: number;
  readonly changeId: string;
  readonly at: Date;
  readonly actor: z.output<typeof Actor>;
  readonly source: string;
  readonly cause: string;
  readonly reason: string;
}

export interface EntityFacts {
  readonly kind: string;
  readonly key: string;
  readonly version: number;
  readonly digest: string;
}

export interface EventFacts {
  readonly chain: string;
  readonly sequence: number;
  readonly at: Date;
  readonly actor: z.output<typeof Actor>;
  readonly source: string;
  readonly kind: string;
  readonly subject: string;
  readonly bodyDigest: string;
}

export function bodyDigest(body: unknown): string {
  return sha256(canonicalJson(body ?? null));
}

export function changeDigest(change: ChangeFacts, entities: readonly EntityFacts[]): string {
  const { environmentId, revision, changeId, at, actor, source, cause, reason } = change;
  const touched = entities.map(({ kind, key, version, digest }) => ({ kind, key, version, digest })).sort(byKindAndKey);
  return sha256(
    canonicalJson({ environmentId, revision, changeId, at: at.toISOString(), actor, source, cause, reason, entities: touched }),
  );
}

export function eventDigest({ chain, sequence, at, actor, source, kind, subject, bodyDigest }: EventFacts): string {
  return sha256(canonicalJson({ chain, sequence, at: at.toISOString(), actor, source, kind, subject, body: bodyDigest }));
}

export function nextHead(before: string, rowDigest: string): string {
  return sha256(before + rowDigest);
}

function byKindAndKey(one: EntityFacts, other: EntityFacts): number {
  return one.kind !== other.kind ? (one.kind < other.kind ? -1 : 1) : one.key < other.key ? -1 : 1;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
