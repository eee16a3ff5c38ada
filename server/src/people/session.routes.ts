import { LinkCheck, LinkChecked, Session, SignIn, SignInByLink, SignInCheck } from '@sluice/core/schema';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SluiceProblem } from '../http/problem.ts';
import { clearSessionCookies, readSessionCookie, setSessionCookie } from './cookie.ts';
import { createDroppedLinks } from './dropped-links.ts';
import { reachOf, requireReach } from './reach.ts';
import { endOf, findSession, revokeSession } from './sessions.queries.ts';
import { checkLink, type SignedIn, type SignInTools, signIn, signInByLink } from './sign-in.ts';
import { createThrottle } from './throttle.ts';

interface SessionOptions {
  readonly publicUrl: string | null;
  readonly data: string;
}

const PER_ADDRESS = { max: 30, timeWindow: 60_000 };
const PER_ACCOUNT = { limit: 10, windowSeconds: 900 };
const tags = ['Session'];
const open = { public: true };
const limited = { public: true, rateLimit: PER_ADDRESS };

/** Signing in and out, and what a browser needs to know about it. */
export const sessionRoutes: FastifyPluginAsyncZod<SessionOptions> = async (app, { publicUrl, data }) => {
  const { store, clock } = app;
  const tools: SignInTools = { store, clock, throttle: createThrottle({ ...PER_ACCOUNT, clock }), dropped: createDroppedLinks(data) };

  app.get(
    '/session',
    { schema: { operationId: 'getSession', tags, summary: 'Who is signed in', response: { 200: Session } } },
    async (request) => {
      const id = readSessionCookie(request);
      const session = id === null ? null : await findSession(store.db, id, clock());
      if (session === null) throw new SluiceProblem('unauthenticated', 'This is for people with a session; a token has none.');
      return { person: session.person, expiresAt: endOf(session, clock()).toISOString() };
    },
  );

  app.post(
    '/session',
    {
      config: limited,
      schema: { operationId: 'signIn', tags, summary: 'Sign in with a password', body: SignIn, response: { 200: Session } },
    },
    async (request, reply) => {
      const { secure } = requireReach(request, publicUrl);
      return await answer(reply, await signIn(tools, request.body, readSessionCookie(request)), secure);
    },
  );

  app.post(
    '/session/link',
    {
      config: limited,
      schema: {
        operationId: 'signInByLink',
        tags,
        summary: 'Sign in with a one-time link, and set the password',
        body: SignInByLink,
        response: { 200: Session },
      },
    },
    async (request, reply) => {
      const { secure } = requireReach(request, publicUrl);
      return await answer(reply, await signInByLink(tools, request.body, readSessionCookie(request)), secure);
    },
  );

  app.post(
    '/session/link/check',
    {
      config: limited,
      schema: {
        operationId: 'checkSignInLink',
        tags,
        summary: 'Whether a one-time link can still be used',
        body: LinkCheck,
        response: { 200: LinkChecked },
      },
    },
    async (request) => await checkLink(tools, request.body.token),
  );

  app.delete(
    '/session',
    {
      config: open,
      schema: {
        operationId: 'signOut',
        tags,
        summary: 'Sign out',
        response: { 204: z.null().describe('Signed out, or nobody was signed in') },
      },
    },
    async (request, reply) => {
      const id = readSessionCookie(request);
      if (id !== null) await revokeSession(store.db, id, clock());
      clearSessionCookies(reply);
      return await reply.code(204).send(null);
    },
  );

  app.get(
    '/sign-in-check',
    {
      config: open,
      schema: {
        operationId: 'checkSignIn',
        tags,
        summary: 'Whether signing in can work the way this page was reached',
        response: { 200: SignInCheck },
      },
    },
    async (request: FastifyRequest) => {
      const reach = reachOf(request, publicUrl);
      return reach.ok ? { ok: true as const } : reach;
    },
  );

  async function answer(reply: FastifyReply, { sessionId, person }: SignedIn, secure: boolean): Promise<z.output<typeof Session>> {
    const session = await findSession(store.db, sessionId, clock());
    if (session === null) throw new SluiceProblem('conflict', 'The session ended while it was made. Sign in again.');
    setSessionCookie(reply, sessionId, secure);
    return { person: { id: person.id, email: person.email, name: person.name }, expiresAt: endOf(session, clock()).toISOString() };
  }
};
