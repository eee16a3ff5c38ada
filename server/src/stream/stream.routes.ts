import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SluiceProblem } from '../http/problem.ts';
import { type Goodbye, restart, tryLater } from './goodbye.ts';
import { admit, refusalOfHandshake, secretOf } from './handshake.ts';
import type { Hub } from './hub.ts';
import { SdkConnection } from './sdk-connection.ts';

/** GET /sdk/v1/stream: SDKs, by server key or client key. Every handshake is accepted; a refusal is a close that a browser can see. */
export async function streamRoutes(app: FastifyInstance): Promise<void> {
  app.route({
    method: 'GET',
    url: '/sdk/v1/stream',
    schema: { hide: true },
    config: { public: true },
    handler: async () => {
      throw new SluiceProblem('invalid-request', 'This is a WebSocket. Connect to it as one, or use GET /sdk/v1/ruleset.');
    },
    wsHandler: (socket, request) => {
      const connection = new SdkConnection(socket, request.raw.socket, app.hub);
      const refusal = refusalAtTheDoor(app.hub, request);
      if (refusal === null) void letIn(app, connection, request);
      else connection.peer.end(refusal);
    },
  });
}

function refusalAtTheDoor(hub: Hub, request: FastifyRequest): Goodbye | null {
  if (hub.closing) return restart(hub.crowd.members.size);
  if (!hub.mayEnter()) return tryLater('too many connect at this moment');
  return refusalOfHandshake(request.headers);
}

async function letIn(app: FastifyInstance, connection: SdkConnection, request: FastifyRequest): Promise<void> {
  try {
    const admittance = admit(await app.hub.findKey(secretOf(request.headers)?.secret ?? ''), request.headers.origin);
    if ('code' in admittance) {
      connection.peer.end(admittance);
      return;
    }
    connection.admitted(admittance, await app.hub.feed(admittance.environmentId));
    app.noteKeyUse(admittance.key.id);
  } catch (error) {
    request.log.warn({ err: error }, 'a connection could not be let in');
    connection.peer.end(tryLater('this server cannot read its database at the moment'));
  }
}
