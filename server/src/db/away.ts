import { SluiceProblem } from '../http/problem.ts';

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH']);
/** SQLSTATEs of a server that is away, stopping, full, read-only after a failover, or that kept us waiting for a lock. */
const AWAY = /^(08|57P0|53|25006|25P03|55P03|40P01|40001)/;
const SPOKEN = /terminated|timeout|timed out|not queryable|connection error|Cannot use a pool/i;

/**
 * `unavailable` when an error, or what caused it, says that the database cannot answer at the moment; null for any other
 * error. A problem that is already one is returned as it is.
 */
export function asUnavailable(error: unknown): SluiceProblem | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SluiceProblem) return cause.code === 'unavailable' ? cause : null;
    if (isAway(cause)) return unavailable('The database does not answer at the moment; nothing was changed. Try again.');
  }
  return null;
}

export function unavailable(detail: string): SluiceProblem {
  return new SluiceProblem('unavailable', detail, { retryAfterSeconds: 1 });
}

function isAway(error: Error & { readonly code?: unknown; readonly errors?: readonly unknown[] }): boolean {
  if (typeof error.code === 'string') return NETWORK.has(error.code) || AWAY.test(error.code);
  if (error instanceof AggregateError) return error.errors.some((each) => each instanceof Error && isAway(each));
  return SPOKEN.test(error.message) && !('query' in error);
}
