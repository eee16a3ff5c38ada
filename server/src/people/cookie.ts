import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback, requestOrigin } from '../http/page-origin.ts';
import { ABSOLUTE_MS } from './sessions.queries.ts';

/** With TLS the name binds the cookie to this very host; loopback without TLS cannot have that. */
const SECURE = '__Host-sluice';
const PLAIN = 'sluice';

/** The session id of a request. The unbound name counts on loopback alone, where no neighbouring site can plant it. */
export function readSessionCookie(request: Pick<FastifyRequest, 'cookies' | 'protocol' | 'host'>): string | null {
  const bound = request.cookies[SECURE];
  if (bound !== undefined) return bound;
  return isLoopback(new URL(requestOrigin(request)).hostname) ? (request.cookies[PLAIN] ?? null) : null;
}

export function setSessionCookie(reply: FastifyReply, id: string, secure: boolean): void {
  reply.setCookie(secure ? SECURE : PLAIN, id, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: ABSOLUTE_MS / 1000 });
}

export function clearSessionCookies(reply: FastifyReply): void {
  reply.clearCookie(SECURE, { path: '/', httpOnly: true, sameSite: 'lax', secure: true });
  reply.clearCookie(PLAIN, { path: '/', httpOnly: true, sameSite: 'lax' });
}
