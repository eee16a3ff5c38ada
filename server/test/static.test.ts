import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headersPlugin } from '../src/http/headers.plugin.ts';
import { problemPlugin } from '../src/http/problem.plugin.ts';
import { staticPlugin } from '../src/http/static.plugin.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-static-'));
let app: FastifyInstance;

beforeAll(async () => {
  mkdirSync(join(root, 'assets'));
  writeFileSync(join(root, 'index.html'), '<title>Sluice</title>');
  writeFileSync(join(root, 'assets/app-1a2b.js'), 'export {};');
  writeFileSync(join(root, 'icon.svg'), '<svg/>');
  writeFileSync(join(root, '..', 'sluice-outside.txt'), 'outside');
  app = fastify();
  await app.register(problemPlugin);
  await app.register(headersPlugin);
  await app.register(staticPlugin, { root });
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true });
  rmSync(join(root, '..', 'sluice-outside.txt'));
});

const html = { accept: 'text/html,application/xhtml+xml' };

test.each(['/', '/projects/shop/flags/checkout.new-flow', '/sign-in'])(
  'a person who opens %s gets the page, never from a cache',
  async (url) => {
    const response = await app.inject({ url, headers: html });
    expect(response.body).toBe('<title>Sluice</title>');
    expect(response.headers['cache-control']).toBe('no-cache');
  },
);

test('a hashed asset may be kept for ever, another file may not', async () => {
  expect((await app.inject({ url: '/assets/app-1a2b.js' })).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const icon = await app.inject({ url: '/icon.svg' });
  expect(icon.headers['cache-control']).toBe('no-cache');
  expect(icon.headers['content-type']).toContain('image/svg+xml');
});

test.each(['/assets/app-9z9z.js', '/favicon.ico', '/api/v1/nothing', '/sdk/v1/nothing'])(
  '%s that is not there is a problem, not the page',
  async (url) => {
    const response = await app.inject({ url, headers: { accept: '*/*' } });
    expect(response.json()).toMatchObject({ code: 'not-found' });
  },
);

test('a mistyped address of the API is a problem even for a person', async () => {
  expect((await app.inject({ url: '/api/v1/nothing', headers: html })).json()).toMatchObject({ code: 'not-found' });
});

test.each([
  '/../sluice-outside.txt',
  '/..%2fsluice-outside.txt',
  '/%2e%2e/sluice-outside.txt',
  '/assets/..%2f..%2fsluice-outside.txt',
  '/%00',
  '/%',
])('nothing outside is served for %s', async (url) => {
  const response = await app.inject({ url });
  expect(response.statusCode).toBeGreaterThanOrEqual(400);
  expect(response.body).not.toContain('outside"');
});

test("the page runs its own scripts alone, in nobody's frame, and is not sent to https by force", async () => {
  const policy = String((await app.inject({ url: '/', headers: html })).headers['content-security-policy']);
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("connect-src 'self' ws: wss:");
  expect(policy).not.toContain('upgrade-insecure-requests');
});

test('without a build the page says how to make one', async () => {
  const bare = fastify();
  await bare.register(problemPlugin);
  await bare.register(staticPlugin, { root: join(root, 'nothing') });
  const response = await bare.inject({ url: '/', headers: html });
  expect([response.statusCode, response.body]).toEqual([404, expect.stringContaining('npm start')]);
  await bare.close();
});
