import type { FastifyRequest } from 'fastify';
import { reportedOrigin, requestOrigin } from '../http/page-origin.ts';
import { SluiceProblem } from '../http/problem.ts';
import { checkReach } from './sign-in-check.ts';

/** How the page behind a request was reached, and whether a session cookie can work there. */
export function reachOf(request: Pick<FastifyRequest, 'headers' | 'protocol' | 'host'>, publicUrl: string | null) {
  return checkReach({ page: reportedOrigin(request), request: requestOrigin(request), publicUrl });
}

/** Whether the cookie is to be a secure one. @throws SluiceProblem that says why no cookie can work here, and how to mend it. */
export function requireReach(
  request: Pick<FastifyRequest, 'headers' | 'protocol' | 'host'>,
  publicUrl: string | null,
): { readonly secure: boolean } {
  const reach = reachOf(request, publicUrl);
  if (!reach.ok) throw new SluiceProblem('forbidden', `${reach.problem} ${reach.remedy}`);
  return { secure: reach.secure };
}
