import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

/** Where somebody may be guessing. */
const REFUSALS = new Set([401, 403, 429]);

/**
 * One line per answer instead of two: reads at `debug`, writes at `info`, failures on our side at `error`. The path is
 * logged without its query.
 */
export class RequestLog extends LogController {
  override incomingRequest(): void {}
  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const line = {
      method: request.method,
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      by: request.principal?.actor.name,
      ...(REFUSALS.has(reply.statusCode) ? { address: request.ip } : {}),
    };
    if (error != null) reply.log.error({ ...line, err: error }, 'request broke off');
    else if (reply.statusCode >= 500 && reply.statusCode !== 503) reply.log.error(line, 'request failed');
    else if (request.method === 'GET' || request.method === 'HEAD') reply.log.debug(line, 'request');
    else reply.log.info(line, 'request');
  }
}
