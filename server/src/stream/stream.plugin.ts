import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { ChangeSource } from './change-source.ts';
import { Hub } from './hub.ts';
import { keysOf } from './keys-of-store.ts';
import { serveStream } from './serve-stream.ts';

interface StreamOptions {
  readonly changes: ChangeSource;
  readonly publicUrl: string | null;
}

/** The stream to SDKs and dashboards, fed by the log and let in by the keys of the database. */
export const streamPlugin = fastifyPlugin(
  async (app: FastifyInstance, { changes, publicUrl }: StreamOptions) => {
    await serveStream(app, new Hub({ changes, keys: keysOf(app.store), log: app.log }), publicUrl);
  },
  { name: 'stream', dependencies: ['store', 'auth', 'problem', 'key-uses', 'rate-limit'] },
);
