import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { jsonBodyPlugin } from '../../src/http/json-body.plugin.ts';
import { problemPlugin } from '../../src/http/problem.plugin.ts';
import { validatorCompiler } from '../../src/http/validation.ts';
import type { AdmissionRate } from '../../src/stream/admission.ts';
import { Hub } from '../../src/stream/hub.ts';
import { serveStream } from '../../src/stream/serve-stream.ts';
import { ManualTimers } from './manual-timers.ts';
import { MemoryKeys } from './memory-keys.ts';
import { MemoryLog } from './memory-log.ts';

export interface StreamServer {
  readonly app: FastifyInstance;
  readonly hub: Hub;
  readonly log: MemoryLog;
  readonly keys: MemoryKeys;
  readonly timers: ManualTimers;
  readonly url: string;
  readonly used: readonly string[];
}

/** A server with nothing but the stream, on a port of its own, over a log and keys in memory; its clock stands still. */
export async function startStreamServer({
  log = new MemoryLog(),
  keys = new MemoryKeys(),
  admission,
}: {
  readonly log?: MemoryLog;
  readonly keys?: MemoryKeys;
  readonly admission?: AdmissionRate;
} = {}): Promise<StreamServer> {
  const timers = new ManualTimers();
  const app = fastify();
  const used: string[] = [];
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorate('noteKeyUse', (id: string) => void used.push(id));
  app.decorateRequest('principal', null);
  await app.register(problemPlugin);
  await app.register(jsonBodyPlugin);
  const hub = new Hub({ changes: log, keys, log: app.log, timers, ...(admission && { admission }) });
  await serveStream(app, hub, null);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, hub, log, keys, timers, used, url: `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}` };
}
