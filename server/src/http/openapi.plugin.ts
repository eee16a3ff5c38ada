import swagger from '@fastify/swagger';
import { Problem } from '@sluice/core/schema';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler } from 'fastify-type-provider-zod';
import { type JsonObject, mergeTwins, nameTags } from './openapi-document.ts';
import { validatorCompiler } from './validation.ts';

const DESCRIPTION = `Everything the dashboard does, for automation.

Writes to what has versions need \`If-Match\` with the version that was read (428 without, 412 when it has changed since).
Errors are RFC 9457 problem details with a stable \`code\`. Unknown fields are refused.`;

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: Problem } } });
const PROBLEM_RESPONSES = {
  400: problem('Not valid: `errors` says where'),
  401: problem('Nobody is signed in, or the key is not known'),
  403: problem('Not allowed'),
  404: problem('Not found'),
  409: problem('It does not fit the present state'),
  412: problem('Changed since it was read; `current` is the version now'),
  428: problem('If-Match is missing'),
  429: problem('Too many requests; see Retry-After'),
  default: problem('Any other problem'),
} as const;

/** Checks requests and answers by the zod schemas of their routes, and describes the same in OpenAPI 3.1. */
export const openapiPlugin = fastifyPlugin(
  async (app: FastifyInstance, { version }: { readonly version: string }) => {
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Sluice', version, description: DESCRIPTION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
        servers: [{ url: '/' }],
        components: {
          securitySchemes: {
            token: { type: 'http', scheme: 'bearer', description: 'An automation token (slu_api_…); for /sdk, a server key (slu_sdk_…).' },
            session: {
              type: 'apiKey',
              in: 'cookie',
              name: '__Host-sluice',
              description: 'The dashboard session; called "sluice" on loopback without TLS.',
            },
          },
        },
      },
      transform: (document) => jsonSchemaTransform({ ...document, schema: withDefaults(document.schema, document.route) }),
      transformObject: (document) => nameTags(mergeTwins(jsonSchemaTransformObject(document) as JsonObject)),
    });
    app.get(
      '/api/v1/openapi.json',
      { schema: { operationId: 'getOpenApi', tags: ['Meta'], summary: 'This document', hide: true }, config: { public: true } },
      async () => app.swagger(),
    );
  },
  { name: 'openapi' },
);

/** What every operation has without its route saying so: who may call it, and the problems it can answer with. */
function withDefaults(schema: FastifySchema, route: RouteOptions): FastifySchema {
  if (schema === undefined || schema.hide === true) return schema;
  const open = route.config?.public === true;
  const written = route.method !== 'GET' && route.method !== 'HEAD';
  const wanted = [
    ...(schema.body === undefined && schema.querystring === undefined && schema.params === undefined ? [] : [400]),
    ...(open ? [] : [401, 403]),
    ...(schema.params === undefined ? [] : [404]),
    ...(written && !open ? [409] : []),
  ];
  const problems = Object.fromEntries(
    [...wanted, 'default'].map((status) => [status, PROBLEM_RESPONSES[status as keyof typeof PROBLEM_RESPONSES]]),
  );
  return {
    ...schema,
    security: schema.security ?? (open ? [] : [{ token: [] }, { session: [] }]),
    response: { ...problems, ...(schema.response as object | undefined) },
  };
}
