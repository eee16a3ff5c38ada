import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { OpenDatabase } from '../db/database.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The database: `store.db` to read, `store.transaction` to write. */
    store: OpenDatabase;
    /** The time, which tests set. */
    clock: () => Date;
  }
}

/** Gives every route the database and the clock. */
export const storePlugin = fastifyPlugin(
  async (app: FastifyInstance, { store, clock }: { readonly store: OpenDatabase; readonly clock: () => Date }) => {
    app.decorate('store', store);
    app.decorate('clock', clock);
  },
  { name: 'store' },
);
