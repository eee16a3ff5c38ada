import { expect, test } from 'vitest';
import { parseJson } from './safe-json.ts';

test.each([
  '{"__proto__":{"admin":true}}',
  '{"flags":[{"variants":{"__proto__":1}}]}',
  '{"\\u005f\\u005fproto__":1}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '[[{"deep":{"c\\u006fnstructor":{"prototyp\\u0065":1}}}]]',
])('keys that reach a prototype are refused, however they are spelt: %s', (text) => {
  expect(() => parseJson(text)).toThrow(/refused/);
});

test('values and harmless keys of those names pass', () => {
  const text = '{"name":"__proto__","constructor":"Brunel","variants":{"constructor":{"a":1}},"unit":"\\u00b5s"}';
  expect(parseJson(text)).toEqual(JSON.parse(text));
});

test('a document 100,000 levels deep is walked without a stack overflow', () => {
  const deep = `${'['.repeat(100_000)}"__proto__"${']'.repeat(100_000)}`;
  expect(() => parseJson(deep)).not.toThrow();
});

test('text that is not JSON is a SyntaxError', () => {
  expect(() => parseJson('{"type":')).toThrow(SyntaxError);
});
