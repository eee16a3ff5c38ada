import type { FastifyRequest } from 'fastify';
import { SluiceProblem } from './problem.ts';

/** The version in `If-Match: "41"`. Throws `precondition-required` without one, `invalid-request` for anything else. */
export function readIfMatch(request: Pick<FastifyRequest, 'headers'>): number {
  const header = request.headers['if-match'];
  if (header === undefined) {
    throw new SluiceProblem(
      'precondition-required',
      'Send the version that you read as If-Match, such as If-Match: "41", so that nobody\'s change is overwritten unseen.',
    );
  }
  const match = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim());
  if (match?.[1] === undefined) {
    throw new SluiceProblem('invalid-request', `If-Match is ${header}; it must be one version in quotes, such as "41".`);
  }
  return Number(match[1]);
}

/** Creation says `If-None-Match: *`, so that a PUT never replaces what somebody else made. */
export function requireCreation(request: Pick<FastifyRequest, 'headers'>): void {
  if (request.headers['if-none-match']?.trim() !== '*') {
    throw new SluiceProblem('precondition-required', 'PUT creates here: send If-None-Match: *. To change what exists, use PATCH.');
  }
}

/** Refuses a writer who read another version than the present one. */
export function requireVersion(expected: number, current: number, what: string, diff?: string): void {
  if (expected === current) return;
  const said = `${what} is at version ${current}; you sent If-Match "${expected}". Read it again, look at what changed, and send your change once more.`;
  throw new SluiceProblem('version-mismatch', said, { current, ...(diff === undefined ? {} : { diff }) });
}

/** The `ETag` of a version. */
export function etag(version: number): string {
  return `"${version}"`;
}
