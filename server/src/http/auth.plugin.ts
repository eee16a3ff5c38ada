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
 * Finds out who asks: an automation token as `Authorization: Bearer`, else the session cookie. A request with a token never
 * counts as its cookie's owner. Routes under /api answer nobody else, unless their config says `public`.
 */
export const authPlugin = fastifyPlugin(
  async (app: FastifyInstance, { publicUrl }: AuthOptions) => {
    app.decorateRequest('principal', null);
    app.addHook('onRequest', async (request) => {
      if (!request.url.startsWith('/api/') || request.is404) return;
      const open = request.routeOptions.config.public === true;
      const bearer = bearerOf(request);
      if (bearer === null) refuseForgery(request, publicUrl);
      try {
        request.principal =
          bearer !== null ? await fromToken(app, bearer) : mayUseCookie(request, publicUrl) ? await fromCookie(app, request) : null;
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

/** Any page may open a socket, and the browser sends our cookie along: then it counts for our own pages alone. */
function mayUseCookie(request: FastifyRequest, publicUrl: string | null): boolean {
  return request.headers.upgrade === undefined || siteOf(request, publicUrl) === 'same';
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

/** Other schemes are a matter between the browser and a proxy in front of us. */
function bearerOf(request: FastifyRequest): string | null {
  return /^bearer\b *(.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

async function fromToken(app: FastifyInstance, secret: string): Promise<Principal> {
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

/** Every route below a project calls it `p`. */
function projectOf(request: FastifyRequest): string | undefined {
  const { p } = request.params as { readonly p?: string };
  return p;
}
