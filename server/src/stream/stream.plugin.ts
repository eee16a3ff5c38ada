import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { ChangeSource } from './change-source.ts';
import { chooseSubprotocol } from './handshake.ts';
import { Hub } from './hub.ts';
import { keysOf } from './keys-of-store.ts';
import { liveRoutes } from './live.routes.ts';
import { rulesetRoutes } from './ruleset.routes.ts';
import { streamRoutes } from './stream.routes.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Environments in memory, and everybody who reads them on this node. */
    hub: Hub;
  }
}

export interface StreamOptions {
  readonly changes: ChangeSource;
  readonly publicUrl: string | null;
}

/** Towards the server; the largest message is a browser's context. */
const MAX_MESSAGE_BYTES = 64 * 1024;

/**
 * The stream to SDKs and dashboards. The app is ready once every environment is in memory. Closing the app says goodbye to
 * everybody at once; `hub.close(ms)` before it spreads that.
 */
export const streamPlugin = fastifyPlugin(
  async (app: FastifyInstance, { changes, publicUrl }: StreamOptions) => {
    const hub = new Hub({ changes, keys: keysOf(app.store), log: app.log });
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
  },
  { name: 'stream', dependencies: ['store', 'auth', 'problem', 'key-uses', 'rate-limit'] },
);
