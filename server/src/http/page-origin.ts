import type { FastifyRequest } from 'fastify';

/** Whether a host is this machine as the browser sees it: what browsers trust without TLS. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}

/** Where the request seems to have been sent to, after what trusted proxies say. */
export function requestOrigin(request: Pick<FastifyRequest, 'protocol' | 'host'>): string {
  const text = `${request.protocol}://${request.host}`;
  return URL.canParse(text) ? new URL(text).origin : 'http://invalid';
}

/** The origin of the page that asks, as its browser reports it; null when it reports none. */
export function reportedOrigin(request: Pick<FastifyRequest, 'headers'>): string | null {
  const { origin, referer } = request.headers;
  return [origin, referer].map(originOf).find((found) => found !== null) ?? null;
}

function originOf(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const { origin } = new URL(text);
  return origin === 'null' ? null : origin;
}
