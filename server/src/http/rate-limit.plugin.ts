import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { SluiceProblem } from './problem.ts';

/** Routes with `rateLimit` in their config answer an address only so often; all others do not count. */
export const rateLimitPlugin = fastifyPlugin(
  async (app: FastifyInstance) => {
    await app.register(rateLimit, {
      global: false,
      errorResponseBuilder: (_request, { ttl }) => {
        const seconds = Math.max(1, Math.ceil(ttl / 1000));
        return new SluiceProblem('too-many-requests', `Too many attempts from this address. Wait ${seconds} s.`, {
          retryAfterSeconds: seconds,
        });
      },
    });
  },
  { name: 'rate-limit' },
);
