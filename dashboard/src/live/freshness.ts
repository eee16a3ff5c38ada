import type { LiveState } from './follow-flags.ts';

/** How far the screen may be believed. */
export type Freshness =
  | { readonly kind: 'live' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'reconnecting' }
  | { readonly kind: 'stale'; readonly seconds: number };

/** Data older than this is marked old, and nothing green is shown on it. */
export const STALE_AFTER_MS = 10_000;

/** Judges at one instant: live while the socket speaks, stale once the last answer of any kind is 10 s old. */
export function freshness({ phase, heardAt }: LiveState, now: number): Freshness {
  if (phase === 'live') return { kind: 'live' };
  if (heardAt === null) return { kind: 'connecting' };
  const age = now - heardAt;
  return age >= STALE_AFTER_MS ? { kind: 'stale', seconds: Math.floor(age / 1000) } : { kind: phase };
}
