import { CLOSE, type GoodbyeMessage } from '@sluice/core';

/** Why the server ends a connection, and when to come back. */
export interface Goodbye {
  readonly code: number;
  /** For people, in the close frame too, which takes 123 bytes. */
  readonly reason: string;
  readonly retryAfterMs: number;
  readonly spreadMs: number;
}

const SLOW = { retryAfterMs: 150_000, spreadMs: 150_000 } as const;

export const unknownKey = (reason: string): Goodbye => ({ code: CLOSE.unknownKey, reason, ...SLOW });
export const wrongKey = (reason: string): Goodbye => ({ code: CLOSE.wrongKey, reason, ...SLOW });
export const policy = (reason: string): Goodbye => ({ code: CLOSE.policy, reason, retryAfterMs: 30_000, spreadMs: 30_000 });
export const tryLater = (reason: string): Goodbye => ({ code: CLOSE.tryLater, reason, retryAfterMs: 1_000, spreadMs: 10_000 });

/** At shutdown; the more have to find another place, the wider they are spread: 1,000 a second. */
export const restart = (connections: number): Goodbye => ({
  code: CLOSE.restart,
  reason: 'this server is restarting',
  retryAfterMs: 250,
  spreadMs: Math.max(1_000, connections),
});

export function goodbyeText(goodbye: Goodbye): string {
  return JSON.stringify({ type: 'goodbye', ...goodbye } satisfies GoodbyeMessage);
}

/** As much of a reason as a close frame takes. */
export function closeReason(reason: string): string {
  const bytes = Buffer.from(reason);
  return bytes.length <= 123
    ? reason
    : `${bytes
        .subarray(0, 119)
        .toString()
        .replace(/\uFFFD$/, '')}…`;
}
