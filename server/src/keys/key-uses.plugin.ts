import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { markUsed } from './keys.queries.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Notes that a key was used; written in batches, so that a busy key costs one row a minute. */
    noteKeyUse: (keyId: string) => void;
  }
}

const WRITE_EVERY_MS = 60_000;

/** Keeps when each key was used last. What is not written yet is written at close; a lost note is no loss. */
export const keyUsesPlugin = fastifyPlugin(
  async (app: FastifyInstance) => {
    const noted = new Map<string, Date>();
    const write = async (): Promise<void> => {
      const uses = [...noted];
      noted.clear();
      try {
        for (const [id, at] of uses) await markUsed(app.store.db, id, at);
      } catch (error) {
        app.log.warn({ err: error }, 'when keys were used last could not be written');
      }
    };
    const timer = setInterval(() => void write(), WRITE_EVERY_MS);
    timer.unref();
    app.decorate('noteKeyUse', (keyId) => {
      noted.set(keyId, app.clock());
    });
    app.addHook('onClose', async () => {
      clearInterval(timer);
      await write();
    });
  },
  { name: 'key-uses', dependencies: ['store'] },
);
