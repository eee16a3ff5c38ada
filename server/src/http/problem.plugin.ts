import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { asUnavailable } from '../db/away.ts';
import { problemBody, SluiceProblem } from './problem.ts';
import { createRouteBook } from './route-book.ts';

/** Answers every refusal and every error as RFC 9457 problem details; what nobody foresaw is logged whole and shown as `internal`. */
export const problemPlugin = fastifyPlugin(
  async (app: FastifyInstance) => {
    const book = createRouteBook();
    app.addHook('onRoute', (route) => book.add(route.method, route.url));
    app.setErrorHandler(async (error, request, reply) => sendProblem(toProblem(error, request), request, reply));
    app.setNotFoundHandler(async (request, reply) => {
      const path = pathOf(request);
      const allowed = book.methodsOf(path);
      if (allowed.length === 0) return sendProblem(new SluiceProblem('not-found', `There is nothing at ${path}.`), request, reply);
      reply.header('allow', allowed.join(', '));
      return sendProblem(
        new SluiceProblem('method-not-allowed', `${path} takes ${allowed.join(', ')}, not ${request.method}.`),
        request,
        reply,
      );
    });
  },
  { name: 'problem' },
);

/** For what goes wrong before any route is found, such as a path that cannot be decoded. */
export function answerUnrouted(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(toProblem(error, request), request, reply);
}

function sendProblem(problem: SluiceProblem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.extra.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.extra.retryAfterSeconds));
  if (problem.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problemBody(problem, request.id));
}

function toProblem(error: unknown, request: FastifyRequest): SluiceProblem {
  if (error instanceof SluiceProblem) return error;
  const unavailable = asUnavailable(error);
  if (unavailable !== null) {
    request.log.warn({ err: error }, 'the database is away');
    return unavailable;
  }
  const known = fromFastify(error as FastifyError, request);
  if (known !== null) return known;
  request.log.error({ err: error, method: request.method, path: pathOf(request) }, 'a request failed for a reason nobody foresaw');
  return new SluiceProblem('internal', `Sluice could not answer. Its log has the reason under the request id ${request.id}.`);
}

function fromFastify(error: FastifyError, request: FastifyRequest): SluiceProblem | null {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new SluiceProblem('too-large', `The body is over the limit of ${request.routeOptions.bodyLimit} bytes.`);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new SluiceProblem(
        'unsupported-media-type',
        `Send application/json, not ${request.headers['content-type'] ?? 'a body without a content-type'}.`,
      );
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new SluiceProblem('malformed-json', 'The body is empty.');
    default:
      return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
        ? new SluiceProblem('invalid-request', `${error.message}.`)
        : null;
  }
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? request.url;
}
