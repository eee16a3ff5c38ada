import type { FastifyRequest } from 'fastify';
import { requestOrigin } from './page-origin.ts';

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request may change anything. */
export function isWrite(request: Pick<FastifyRequest, 'method'>): boolean {
  return !HARMLESS.has(request.method);
}

/**
 * Whether a browser says that its own page of ours asks (`same`) or another's (`other`); `unknown` when nothing is said,
 * as by programs. Sec-Fetch-Site is believed first: no page can forge it.
 */
export function siteOf(
  request: Pick<FastifyRequest, 'headers' | 'protocol' | 'host'>,
  publicUrl: string | null,
): 'same' | 'other' | 'unknown' {
  const fetchSite = request.headers['sec-fetch-site'];
  if (fetchSite !== undefined) return fetchSite === 'same-origin' || fetchSite === 'none' ? 'same' : 'other';
  const { origin } = request.headers;
  if (origin === undefined) return 'unknown';
  if (origin === publicUrl) return 'same';
  return URL.canParse(origin) && new URL(origin).host === new URL(requestOrigin(request)).host ? 'same' : 'other';
}
