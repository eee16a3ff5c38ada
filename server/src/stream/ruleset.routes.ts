import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SluiceProblem } from '../http/problem.ts';
import type { Audience } from './audience.ts';
import { ContextHash, ContextSchema, PositionSchema } from './client-messages.ts';
import { type Admittance, admit, secretOf } from './handshake.ts';
import type { RulesetDocument } from './ruleset-document.ts';

const Ruleset = z
  .object({
    type: z.literal('ruleset'),
    epoch: z.string(),
    position: PositionSchema,
    environment: z.object({ project: z.string(), key: z.string() }),
    flags: z.array(z.unknown()),
    segments: z.array(z.unknown()),
    contextHash: z.string().exactOptional(),
  })
  .meta({ id: 'Ruleset', description: 'The whole state of an environment, as the key may see it: a message of the stream protocol.' });
const Announcement = z.object({ context: ContextSchema.exactOptional(), contextHash: ContextHash.exactOptional() });

const tags = ['SDK'];
const CONTEXT_LIMIT = 65_536;
const ANNOUNCEMENTS = { max: 600, timeWindow: 60_000 };
const PREFLIGHT = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, content-type, if-none-match',
  'access-control-max-age': '600',
} as const;

/** /sdk/v1/ruleset: the state without a socket, encoded and compressed once for all who ask. */
export const rulesetRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/sdk/v1/ruleset',
    {
      config: { public: true },
      schema: {
        operationId: 'getRuleset',
        tags,
        summary: 'The ruleset, for a server key',
        security: [{ token: [] }],
        response: { 200: Ruleset },
      },
    },
    async (request, reply) => {
      const { environmentId, audience } = await admittanceOf(app, request, 'server');
      const document = (await app.hub.feed(environmentId)).document(audience);
      reply.header('cache-control', 'private, no-cache');
      return await give(document, request, reply);
    },
  );

  app.options('/sdk/v1/ruleset', { config: { public: true }, schema: { hide: true } }, async (request, reply) => {
    allowOrigin(request, reply);
    return reply.code(204).headers(PREFLIGHT).send();
  });

  app.post(
    '/sdk/v1/ruleset',
    {
      config: { public: true, rateLimit: ANNOUNCEMENTS },
      bodyLimit: CONTEXT_LIMIT,
      onRequest: async (request, reply) => allowOrigin(request, reply),
      schema: {
        operationId: 'announceContext',
        tags,
        summary: 'The ruleset for one context, for a client key (browsers)',
        security: [{ token: [] }],
        body: Announcement,
        response: { 200: Ruleset },
      },
    },
    async (request, reply) => {
      const { environmentId, audience } = await admittanceOf(app, request, 'client');
      const document = (await app.hub.feed(environmentId)).document(audience);
      const { contextHash } = request.body;
      reply.header('cache-control', 'no-store');
      return await give(contextHash === undefined ? document : document.forContext(contextHash), request, reply);
    },
  );
};

/** Any page may read a refusal; only pages that the key allows get a ruleset, and that is checked here and not by the browser. */
function allowOrigin({ headers }: FastifyRequest, reply: FastifyReply): void {
  reply.header('vary', 'origin');
  if (headers.origin === undefined) return;
  reply.header('access-control-allow-origin', headers.origin).header('access-control-expose-headers', 'etag, retry-after');
}

async function admittanceOf(app: FastifyInstance, request: FastifyRequest, wanted: Audience): Promise<Admittance> {
  const secret = secretOf({ authorization: request.headers.authorization })?.secret;
  if (secret === undefined) throw new SluiceProblem('unauthenticated', `Send a ${wanted} key as "Authorization: Bearer …".`);
  const admittance = admit(await app.hub.findKey(secret), request.headers.origin);
  if ('code' in admittance) {
    throw new SluiceProblem(admittance.code === 4401 ? 'unauthenticated' : 'forbidden', sentence(admittance.reason));
  }
  if (admittance.audience !== wanted) {
    throw new SluiceProblem('forbidden', 'Server keys GET the ruleset; client keys POST the context that they want it for.');
  }
  app.noteKeyUse(admittance.key.id);
  return admittance;
}

async function give(document: RulesetDocument, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const compressed = acceptsGzip(request.headers['accept-encoding'] ?? '');
  reply.header('etag', `"${document.tag}${compressed ? '.gz' : ''}"`).header('vary', 'accept-encoding, origin');
  const held = (request.headers['if-none-match'] ?? '').split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/(\.gz)?"$/, '"'),
  );
  if (held.includes(`"${document.tag}"`) || held.includes('*')) return reply.code(304).send();
  reply.type('application/json; charset=utf-8');
  if (!compressed) return reply.send(document.bytes);
  return reply.header('content-encoding', 'gzip').send(await document.compressed());
}

function acceptsGzip(header: string): boolean {
  return header.split(',').some((part) => {
    const [name, ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    return name === 'gzip' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

const sentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
