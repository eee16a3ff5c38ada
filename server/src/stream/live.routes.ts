import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SluiceProblem } from '../http/problem.ts';
import { siteOf } from '../http/same-site.ts';
import { readSessionCookie } from '../people/cookie.ts';
import { findSession } from '../people/sessions.queries.ts';
import { type Goodbye, policy, restart, unknownKey, wrongKey } from './goodbye.ts';
import { OPS_SUBPROTOCOL, offeredSubprotocols } from './handshake.ts';
import { LiveConnection, type Onlooker } from './live-connection.ts';
import { Peer } from './peer.ts';

interface LiveOptions {
  readonly publicUrl: string | null;
}

/** GET /api/v1/live: the dashboard follows environments, by its session cookie; programs do by an automation token. */
export async function liveRoutes(app: FastifyInstance, { publicUrl }: LiveOptions): Promise<void> {
  app.route({
    method: 'GET',
    url: '/api/v1/live',
    schema: { hide: true },
    // Refused by a close code after the handshake, which a page can see, and not by an answer, which it cannot.
    config: { public: true },
    handler: async () => {
      throw new SluiceProblem('invalid-request', 'This is a WebSocket. Connect to it as one.');
    },
    wsHandler: (socket, request) => {
      const { hub } = app;
      const refusal = refusalOf(app, request, publicUrl);
      if (refusal !== null) {
        new Peer(socket, request.raw.socket, hub.timers, { text: () => {}, drained: () => {}, gone: () => {} }).end(refusal);
        return;
      }
      const find = (project: string, environment: string) => hub.findFeed(project, environment);
      new LiveConnection([socket, request.raw.socket], hub, onlookerOf(app, request), find);
    },
  });
}

/** A browser sends our cookie along whichever page connects, so the page must be ours. */
function refusalOf({ hub }: FastifyInstance, request: FastifyRequest, publicUrl: string | null): Goodbye | null {
  if (hub.closing) return restart(hub.crowd.members.size);
  if (!offeredSubprotocols(request.headers).includes(OPS_SUBPROTOCOL)) return policy(`offer the subprotocol ${OPS_SUBPROTOCOL}`);
  const byToken = request.headers.authorization !== undefined;
  if (!byToken && siteOf(request, publicUrl) !== 'same') return wrongKey('this socket is for pages of the dashboard itself');
  return request.principal === null ? unknownKey('sign in, or send an automation token') : null;
}

function onlookerOf(app: FastifyInstance, request: FastifyRequest): Onlooker {
  const { principal } = request;
  const project = principal?.project ?? null;
  if (principal?.actor.kind === 'token') return { keyId: principal.actor.id, project, stillThere: async () => true };
  const session = readSessionCookie(request);
  const stillThere = async (): Promise<boolean> => session !== null && (await findSession(app.store.db, session, app.clock())) !== null;
  return { keyId: null, project, stillThere };
}
