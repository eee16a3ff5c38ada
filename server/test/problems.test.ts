import { FlagConfigurationPatch } from '@sluice/core/schema';
import fastify, { type FastifyInstance } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { jsonBodyPlugin } from '../src/http/json-body.plugin.ts';
import { openapiPlugin } from '../src/http/openapi.plugin.ts';
import { answerUnrouted, problemPlugin } from '../src/http/problem.plugin.ts';
import { rawJson } from './app.ts';

const routes: FastifyPluginAsyncZod = async (app) => {
  app.patch('/flags/:key', { schema: { params: z.strictObject({ key: z.string().max(5) }), body: FlagConfigurationPatch } }, async () => ({
    changed: true,
  }));
  app.post('/echo', async (request) => request.body);
  app.get('/away', async () => {
    throw new Error('query failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) });
  });
  app.get('/broken', async () => {
    throw new TypeError('cannot read properties of the secret internals');
  });
  app.get('/lying', { schema: { response: { 200: z.strictObject({ count: z.int() }) } } }, async () => ({ count: 'many' }) as never);
};

let app: FastifyInstance;
let logged: string;

const note = (line: string): void => {
  logged += line;
};

beforeEach(async () => {
  logged = '';
  app = fastify({
    logger: { level: 'error', stream: { write: note } },
    bodyLimit: 300_000,
    frameworkErrors: answerUnrouted,
  });
  await app.register(problemPlugin);
  await app.register(jsonBodyPlugin);
  await app.register(openapiPlugin, { version: '0' });
  await app.register(routes);
  return () => app.close();
});

const patch = (sent: object) => app.inject({ method: 'PATCH', url: '/flags/a', payload: sent });

test('a refusal is problem details with a stable code, words and a request id', async () => {
  const response = await app.inject({ url: '/nowhere?token=x' });
  expect(response.headers['content-type']).toBe('application/problem+json');
  expect(response.json()).toEqual({
    type: 'urn:sluice:problem:not-found',
    code: 'not-found',
    title: 'There is nothing here',
    status: 404,
    detail: 'There is nothing at /nowhere.',
    requestId: expect.any(String),
  });
});

test('unknown fields, wrong types and bad parameters are each pointed at', async () => {
  const response = await patch({ enabeld: true, offVariant: 7 });
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toEqual([
    { pointer: '#/offVariant', detail: expect.stringContaining('expected string') },
    { pointer: '#/enabeld', detail: '"enabeld" is not a field here' },
  ]);
  const params = await app.inject({ method: 'PATCH', url: '/flags/far-too-long', payload: {} });
  expect(params.json().errors).toEqual([{ pointer: '#/params/key', detail: expect.any(String) }]);
});

test('a missing body is asked for in words', async () => {
  const response = await app.inject({ method: 'PATCH', url: '/flags/a' });
  expect(response.json()).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining('needs a body') });
});

test('a wrong method names the right ones', async () => {
  const response = await app.inject({ method: 'DELETE', url: '/flags/a' });
  expect(response.statusCode).toBe(405);
  expect(response.headers.allow).toBe('PATCH');
  expect(response.json().detail).toBe('/flags/a takes PATCH, not DELETE.');
});

test.each([
  ['what is not JSON', '{"a"'],
  ['nothing at all', ''],
  ['a prototype key', '{"a":{"__proto__":{"admin":true}}}'],
  ['a constructor with a prototype', '{"constructor":{"prototype":{}}}'],
  ['a hundred thousand levels', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['a hundred thousand levels without end', '{"a":'.repeat(40_000)],
])('%s as a body is malformed JSON, and the server lives on', async (_name, text) => {
  const response = await app.inject({ method: 'POST', url: '/echo', ...rawJson(text) });
  expect(response.json()).toMatchObject({ code: 'malformed-json', status: 400 });
  expect((await app.inject({ method: 'POST', url: '/echo', payload: { fine: true } })).json()).toEqual({ fine: true });
});

test('a body over the limit, and one that is not JSON, are refused before they are read', async () => {
  const large = await app.inject({ method: 'POST', url: '/echo', ...rawJson(`"${'x'.repeat(300_001)}"`) });
  expect(large.json()).toMatchObject({ code: 'too-large', status: 413, detail: expect.stringContaining('300000') });
  const form = await app.inject({
    method: 'POST',
    url: '/echo',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'a=b',
  });
  expect(form.json()).toMatchObject({ code: 'unsupported-media-type', status: 415 });
});

test('a merge patch is JSON too', async () => {
  const response = await app.inject({
    method: 'POST',
    url: '/echo',
    headers: { 'content-type': 'application/merge-patch+json' },
    payload: '{"a":null}',
  });
  expect(response.json()).toEqual({ a: null });
});

test('a database that is away is 503 with the time to wait', async () => {
  const response = await app.inject({ url: '/away' });
  expect(response.json()).toMatchObject({ code: 'unavailable', status: 503 });
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
});

test('an error nobody foresaw is logged whole and told to nobody', async () => {
  const response = await app.inject({ url: '/broken' });
  expect(response.json()).toMatchObject({ code: 'internal', status: 500 });
  expect(response.body).not.toContain('secret internals');
  expect(logged).toContain('secret internals');
  expect(logged).toContain(response.json().requestId);
});

test('an answer that is not what the route promises is our error, not sent', async () => {
  const response = await app.inject({ url: '/lying' });
  expect(response.json()).toMatchObject({ code: 'internal', status: 500 });
});

test('a path that cannot be decoded is a problem too', async () => {
  const response = await app.inject({ method: 'PATCH', url: '/flags/%ZZ', payload: {} });
  expect(response.headers['content-type']).toContain('application/problem+json');
  expect(response.statusCode).toBe(400);
});
