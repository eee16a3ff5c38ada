import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import { chooseSubprotocol } from './handshake.ts';
import type { Hub } from './hub.ts';
import { liveRoutes } from './live.routes.ts';
import { rulesetRoutes } from './ruleset.routes.ts';
import { streamRoutes } from './stream.routes.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Environments in memory, and everybody who reads them on this node. */
    hub: Hub;
  }
}

/** Towards the server; the largest message is a browser's context. */
const MAX_MESSAGE_BYTES = 64 * 1024;

/**
 * Puts a hub and its routes into an app, which is ready once every environment is in memory. Closing the app says goodbye
 * to everybody at once; `hub.close(ms)` before it spreads that.
 */
export async function serveStream(app: FastifyInstance, hub: Hub, publicUrl: string | null): Promise<void> {
  app.decorate('hub', hub);
  await app.register(websocket, {
    options: { maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false, handleProtocols: chooseSubprotocol },
    // `ws` closes with the right code by itself; cutting the socket here would outrun its close frame.
    errorHandler: (error, _socket, request) => request.log.debug({ err: error }, 'a socket broke the WebSocket protocol'),
    preClose: async () => {
      await hub.close();
      app.websocketServer.close();
    },
  });
  app.addHook('onReady', () => hub.ready());
  await app.register(streamRoutes);
  await app.register(rulesetRoutes);
  await app.register(liveRoutes, { publicUrl });
}
