import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mergeTwins } from '../src/http/openapi-document.ts';
import { openApp } from './app.ts';
import { openTestMemory } from './harness.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Record<string, { readonly description: string }>;
}

interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

let app: FastifyInstance;
let said: Document;

beforeAll(async () => {
  app = await openApp(await openTestMemory());
  said = (await app.inject({ url: '/api/v1/openapi.json' })).json();
});
afterAll(async () => {
  await app.close();
  await app.store.close();
});

const operations = () =>
  Object.entries(said.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })));

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => (key === '$ref' && typeof child === 'string' ? [child] : refsIn(child)));
}

test('the committed document is what the server says: else run "node --conditions=@sluice/source --import tsx server/scripts/write-openapi.ts"', () => {
  expect(said).toEqual(JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')));
});

test('it is OpenAPI 3.1, and every reference in it leads somewhere', () => {
  expect(said.openapi).toBe('3.1.0');
  const names = new Set(Object.keys(said.components.schemas).map((name) => `#/components/schemas/${name}`));
  expect(refsIn(said).filter((ref) => !names.has(ref))).toEqual([]);
});

test('no schema is left that nothing refers to, and none has a twin', () => {
  const used = new Set(refsIn(said));
  expect(Object.keys(said.components.schemas).filter((name) => !used.has(`#/components/schemas/${name}`))).toEqual([]);
});

test('every parameter in a path is described, and no other', () => {
  for (const { path, method, operation } of operations()) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    expect([method, path, described.sort()]).toEqual([method, path, inPath]);
  }
});

test('every operation has a good answer in words, and a problem for all others', () => {
  for (const { path, method, operation } of operations()) {
    const statuses = Object.keys(operation.responses);
    expect([method, path, statuses.some((status) => /^[23]/.test(status)), statuses.includes('default')]).toEqual([
      method,
      path,
      true,
      true,
    ]);
    for (const { description } of Object.values(operation.responses)) expect(description).toMatch(/^\S.+/);
  }
});

test('what is read and what is answered keep one name where they say the same, two where they do not', () => {
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const tree = (name: string) => ({ type: 'array', items: ref(name) });
  const merged = mergeTwins({
    paths: { '/x': { post: { body: [ref('TreeInput'), ref('AgeInput'), ref('DraftInput')], answer: [ref('Tree'), ref('Age')] } } },
    components: {
      schemas: {
        Tree: tree('Tree'),
        TreeInput: tree('TreeInput'),
        Age: { type: 'integer' },
        AgeInput: { type: 'string' },
        Draft: { type: 'object', required: ['a'] },
        DraftInput: { type: 'object' },
        Unused: { type: 'null' },
      },
    },
  });
  expect(merged.components).toEqual({
    schemas: { Age: { type: 'integer' }, AgeInput: { type: 'string' }, Draft: { type: 'object' }, Tree: tree('Tree') },
  });
  expect(refsIn(merged.paths).map((each) => each.slice(21))).toEqual(['Tree', 'AgeInput', 'Draft', 'Tree', 'Age']);
});
