import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { findKey } from '../keys/keys.queries.ts';
import { readSessionCookie } from '../people/cookie.ts';
import { findSession, needsTouch, touchSession } from '../people/sessions.queries.ts';
import { type Principal, requirePrincipal } from './principal.ts';
import { SluiceProblem } from './problem.ts';
import { isWrite, siteOf } from './same-site.ts';

interface AuthOptions {
  readonly publicUrl: string | null;
}

/**
 * Finds out who asks: an automation token in `Authorization`, else the session cookie. A request with an `Authorization`
 * header never counts as its cookie's owner. Routes under /api answer nobody else, unless their config says `public`.
 */
export const authPlugin = fastifyPlugin(
  async (app: FastifyInstance, { publicUrl }: AuthOptions) => {
    app.decorateRequest('principal', null);
    app.addHook('onRequest', async (request) => {
      if (!request.url.startsWith('/api/') || request.is404) return;
      const open = request.routeOptions.config.public === true;
      const { authorization } = request.headers;
      if (authorization === undefined) refuseForgery(request, publicUrl);
      try {
        request.principal = authorization === undefined ? await fromCookie(app, request) : await fromToken(app, authorization);
      } catch (error) {
        if (!open) throw error;
      }
      if (!open) requirePrincipal(request, projectOf(request));
    });
  },
  { name: 'auth', dependencies: ['store', 'problem', 'key-uses', '@fastify/cookie'] },
);

/** A page of another site can make a browser send our cookie along; it cannot make it say that the page is ours. */
function refuseForgery(request: FastifyRequest, publicUrl: string | null): void {
  if (!isWrite(request)) return;
  const site = siteOf(request, publicUrl);
  if (site === 'other')
    throw new SluiceProblem(
      'forbidden',
      'A page of another site sent this, so it was refused. Do it in the dashboard, or with an automation token.',
    );
  if (site === 'unknown' && readSessionCookie(request) !== null) {
    throw new SluiceProblem(
      'forbidden',
      'A write with a session cookie must say which page sends it (Sec-Fetch-Site or Origin), as browsers do. Programs use an automation token.',
    );
  }
}

async function fromCookie(app: FastifyInstance, request: FastifyRequest): Promise<Principal | null> {
  const id = readSessionCookie(request);
  if (id === null) return null;
  const now = app.clock();
  const session = await findSession(app.store.db, id, now);
  if (session === null) return null;
  if (needsTouch(session, now)) await touchSession(app.store.db, session, now);
  return { actor: { kind: 'person', id: session.person.id, name: session.person.name }, source: 'dashboard', project: null };
}

async function fromToken(app: FastifyInstance, authorization: string): Promise<Principal> {
  const secret = /^bearer +(\S+)$/i.exec(authorization)?.[1];
  if (secret === undefined) throw new SluiceProblem('unauthenticated', 'The Authorization header must be "Bearer slu_api_…".');
  const key = await findKey(app.store.db, secret);
  if (key === null) throw new SluiceProblem('unauthenticated', 'No key has this secret. Copy it again, or make another in the dashboard.');
  if (key.revokedAt !== null)
    throw new SluiceProblem(
      'unauthenticated',
      `The key "${key.name}" was revoked at ${key.revokedAt.toISOString()}. Make another in the dashboard.`,
    );
  if (key.kind !== 'automation') {
    throw new SluiceProblem(
      'forbidden',
      `The key "${key.name}" is a ${key.kind} key, for SDKs. The API takes automation tokens (slu_api_…).`,
    );
  }
  app.noteKeyUse(key.id);
  return { actor: { kind: 'token', id: key.id, name: key.name }, source: 'api', project: key.projectKey };
}

function projectOf(request: FastifyRequest): string | undefined {
  const { project } = request.params as { readonly project?: string };
  return project;
}
