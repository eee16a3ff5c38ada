import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDatabase } from '../src/db/database.ts';
import { openApp } from './app.ts';
import { openTestMemory } from './harness.ts';

/** Every route of the API that answers somebody without a session or token. Adding a line here is a decision. */
const PUBLIC = [
  'GET /api/v1/openapi.json',
  'GET /api/v1/sign-in-check',
  'POST /api/v1/session',
  'DELETE /api/v1/session',
  'POST /api/v1/session/link',
  'POST /api/v1/session/link/check',
  // Refused by a close code, which a page can see.
  'GET /api/v1/live',
];

/** Every route that OpenAPI does not describe: files, sockets, and the description itself. */
const HIDDEN = ['GET *', 'GET /api/v1/openapi.json', 'GET /api/v1/live', 'GET /sdk/v1/stream', 'OPTIONS /sdk/v1/ruleset'];

let store: OpenDatabase;
let app: FastifyInstance;
let routes: readonly string[];

beforeAll(async () => {
  store = await openTestMemory();
  app = await openApp(store);
  routes = routesIn(app.printRoutes({ commonPrefix: false }));
});
afterAll(async () => {
  await app.close();
  await store.close();
});

/** Reads the printed tree: each line is the rest of a path below its parent, with the methods in brackets. */
function routesIn(tree: string): string[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', rest = '', methods = ''] = /^(.*?[├└]── )(\S*)(?: \((.*)\))?$/.exec(line) ?? [];
    const depth = indent.length / 4;
    const path = (parents[depth - 1] ?? '') + rest;
    parents[depth] = path;
    return methods.split(', ').flatMap((method) => (method === '' || method === 'HEAD' ? [] : [`${method} ${path}`]));
  });
}

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
}

function described(): { readonly name: string; readonly operation: Operation }[] {
  return Object.entries(app.swagger().paths ?? {}).flatMap(([path, item]) =>
    Object.entries((item ?? {}) as Record<string, Operation>).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      operation,
    })),
  );
}

test('OpenAPI describes every route but the hidden ones listed here', () => {
  const names = described().map(({ name }) => name);
  expect(names.length).toBeGreaterThan(6);
  expect([...names, ...HIDDEN].sort()).toEqual([...routes].sort());
});

test('every described route has an operationId of its own, one tag and a summary', () => {
  const ids = described().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name, operation } of described()) {
    expect([name, typeof operation.operationId, operation.tags?.length, typeof operation.summary]).toEqual([name, 'string', 1, 'string']);
  }
});

test('every route of the API answers nobody without a principal, but for the ones listed here', async () => {
  const api = routes.filter((name) => name.split(' ')[1]?.startsWith('/api/'));
  expect(api).toEqual(expect.arrayContaining(PUBLIC));
  for (const name of api.filter((each) => !PUBLIC.includes(each))) {
    const [method, path = ''] = name.split(' ');
    const response = await app.inject({ method: method as 'GET', url: path.replace(/:\w+/g, 'x') });
    expect([name, response.statusCode]).toEqual([name, 401]);
    expect(response.json()).toMatchObject({ code: 'unauthenticated' });
  }
});
