import { sql } from 'drizzle-orm';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { OpenDatabase } from '../db/database.ts';
import { SluiceProblem } from './problem.ts';

const Health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });
const ReadyQuery = z.strictObject({ for: z.enum(['read', 'write']).default('read') });
const WRITE_CHECK_MS = 2_000;

interface HealthSources {
  readonly store: OpenDatabase;
  /** Whether rulesets are in memory; stays true when the database goes away later. */
  readonly canServe: () => boolean;
}

/** For load balancers and orchestrators. `/livez` says nothing of the database, so that its outage restarts no server. */
export const healthRoutes: FastifyPluginAsyncZod<HealthSources> = async (app, { store, canServe }) => {
  app.get(
    '/livez',
    {
      logLevel: 'silent',
      schema: { operationId: 'isAlive', tags: ['Health'], summary: 'The process answers', response: { 200: Health } },
      config: { public: true },
    },
    async () => ({ status: 'ok' as const }),
  );
  app.get(
    '/readyz',
    {
      logLevel: 'silent',
      schema: {
        operationId: 'isReady',
        tags: ['Health'],
        summary: 'Rulesets can be served; with for=write, changes can be recorded too',
        querystring: ReadyQuery,
        response: { 200: Health },
      },
      config: { public: true },
    },
    async (request) => {
      if (!canServe()) throw new SluiceProblem('unavailable', 'The rulesets are not in memory yet.', { retryAfterSeconds: 1 });
      if (request.query.for === 'write') await pingWithin(store, WRITE_CHECK_MS);
      return { status: 'ok' as const };
    },
  );
};

async function pingWithin(store: OpenDatabase, milliseconds: number): Promise<void> {
  const late = AbortSignal.timeout(milliseconds);
  const lateness = new Promise<'late'>((resolve) => late.addEventListener('abort', () => resolve('late'), { once: true }));
  const answer = store.db.execute(sql`select 1`).then(
    () => 'answered' as const,
    () => 'failed' as const,
  );
  const outcome = await Promise.race([answer, lateness]);
  if (outcome !== 'answered')
    throw new SluiceProblem('unavailable', 'The database does not answer, so nothing can be recorded now. Rulesets are still served.', {
      retryAfterSeconds: 2,
    });
}
