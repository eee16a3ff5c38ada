import type { Source } from '@sluice/core/schema';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { SluiceProblem } from './problem.ts';

/** Who asks: a person with a session, or an automation token. */
export interface Principal {
  readonly actor: { readonly kind: 'person' | 'token'; readonly id: string; readonly name: string };
  readonly source: Extract<z.output<typeof Source>, 'dashboard' | 'api'>;
  /** Key of the one project it may touch; null means all of them. */
  readonly project: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null;
  }
  interface FastifyContextConfig {
    /** Routes under /api/v1 answer nobody without a principal, but for those that say this. */
    public?: boolean;
  }
}

/**
 * The principal of a request, or a refusal: `unauthenticated` without one, and `forbidden` when `projectKey` is
 * another project than the one its token speaks for, whether or not that other project exists.
 */
export function requirePrincipal(request: Pick<FastifyRequest, 'principal'>, projectKey?: string): Principal {
  const { principal } = request;
  if (principal === null) {
    throw new SluiceProblem(
      'unauthenticated',
      'Sign in at the dashboard, or send an automation token as "Authorization: Bearer slu_api_…".',
    );
  }
  if (projectKey !== undefined && principal.project !== null && principal.project !== projectKey) {
    throw new SluiceProblem(
      'forbidden',
      `This token speaks for the project "${principal.project}", not for "${projectKey}". Make a token in that project.`,
    );
  }
  return principal;
}

/** Refuses tokens: for what concerns the whole installation, such as making a project. */
export function requirePerson(request: Pick<FastifyRequest, 'principal'>): Principal {
  const principal = requirePrincipal(request);
  if (principal.project !== null) {
    throw new SluiceProblem('forbidden', `This token speaks for the project "${principal.project}" alone. Sign in as a person to do this.`);
  }
  return principal;
}
