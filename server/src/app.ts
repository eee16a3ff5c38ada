import cookie from '@fastify/cookie';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { auditRoutes } from './audit/audit.routes.ts';
import type { Config } from './config.ts';
import type { OpenDatabase } from './db/database.ts';
import { configurationRoutes } from './flags/configurations.routes.ts';
import { definitionRoutes } from './flags/definitions.routes.ts';
import { killRoutes } from './flags/kill.routes.ts';
import { versionRoutes } from './flags/versions.routes.ts';
import { authPlugin } from './http/auth.plugin.ts';
import { headersPlugin } from './http/headers.plugin.ts';
import { healthRoutes } from './http/health.routes.ts';
import { jsonBodyPlugin } from './http/json-body.plugin.ts';
import { openapiPlugin } from './http/openapi.plugin.ts';
import { answerUnrouted, problemPlugin } from './http/problem.plugin.ts';
import { rateLimitPlugin } from './http/rate-limit.plugin.ts';
import { createRequestIds } from './http/request-ids.ts';
import { RequestLog } from './http/request-log.ts';
import { staticPlugin } from './http/static.plugin.ts';
import { storePlugin } from './http/store.plugin.ts';
import { keyUsesPlugin } from './keys/key-uses.plugin.ts';
import { keyRoutes } from './keys/keys.routes.ts';
import { createLogSource } from './log/log-source.ts';
import { sessionRoutes } from './people/session.routes.ts';
import { projectRoutes } from './projects/projects.routes.ts';
import { streamPlugin } from './stream/stream.plugin.ts';
import { VERSION } from './version.ts';

/** A flag with many rules is some 100 kB; a body beyond this is a mistake. */
const BODY_LIMIT = 1_048_576;

/** For the whole of a request to arrive, so that slow senders hold no connection for ever. Answers may take longer. */
const REQUEST_TIMEOUT_MS = 60_000;

export interface AppParts {
  readonly config: Config;
  readonly store: OpenDatabase;
  readonly clock?: () => Date;
  readonly logger?: FastifyBaseLogger;
}

/** The whole server but for the listening: read from top to bottom, it is what a request goes through. */
export async function buildApp({ config, store, clock = () => new Date(), logger }: AppParts): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    logController: new RequestLog(),
    frameworkErrors: answerUnrouted,
    genReqId: createRequestIds(),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
    routerOptions: { maxParamLength: 256 },
  });

  await app.register(problemPlugin);
  await app.register(storePlugin, { store, clock });
  await app.register(headersPlugin);
  await app.register(jsonBodyPlugin);
  await app.register(openapiPlugin, { version: VERSION });
  await app.register(rateLimitPlugin);
  await app.register(cookie);
  await app.register(keyUsesPlugin);
  await app.register(authPlugin, { publicUrl: config.publicUrl });

  await app.register(streamPlugin, { changes: createLogSource(store), publicUrl: config.publicUrl });
  await app.register(healthRoutes, { store, canServe: () => !app.hub.closing });
  await app.register(
    async (api) => {
      await api.register(projectRoutes);
      await api.register(definitionRoutes);
      await api.register(configurationRoutes);
      await api.register(killRoutes);
      await api.register(versionRoutes);
      await api.register(auditRoutes);
      await api.register(keyRoutes);
      await api.register(sessionRoutes, { publicUrl: config.publicUrl, data: config.data });
    },
    { prefix: '/api/v1' },
  );
  await app.register(staticPlugin);
  return app;
}
