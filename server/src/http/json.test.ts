import { expect, test } from 'vitest';
import { MAX_JSON_DEPTH, parseJson } from './json.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

test('ordinary JSON is read', () => {
  expect(parseJson('{"a":[1,"]]]","\\"[["]}')).toEqual({ a: [1, ']]]', '"[['] });
});

test('the deepest allowed text is read, one deeper is refused', () => {
  expect(() => parseJson(nested(MAX_JSON_DEPTH))).not.toThrow();
  expect(() => parseJson(nested(MAX_JSON_DEPTH + 1))).toThrow(/more than 128 deep/);
});

test('a hundred thousand levels are refused without overflowing', () => {
  expect(() => parseJson(nested(100_000))).toThrow(/more than 128 deep/);
  expect(() => parseJson('{"a":'.repeat(100_000))).toThrow(/more than 128 deep/);
});

test('brackets inside strings do not count as depth', () => {
  expect(parseJson(JSON.stringify('['.repeat(1000)))).toBe('['.repeat(1000));
  expect(parseJson(JSON.stringify(`\\"${'['.repeat(1000)}`))).toBe(`\\"${'['.repeat(1000)}`);
});

test.each(['{"__proto__":{}}', '{"a":[{"__proto__":1}]}', '{"\\u005f_proto__":1}', '{"constructor":{"prototype":{}}}'])(
  '%s is refused for its key',
  (text) => {
    expect(() => parseJson(text)).toThrow(/prototype/);
  },
);

test('a key that is called constructor and holds a value is an ordinary key', () => {
  expect(parseJson('{"constructor":"acme"}')).toEqual({ constructor: 'acme' });
});

test('what is not JSON, and nothing at all, is refused in words', () => {
  expect(() => parseJson('{nope')).toThrow(/^The body cannot be read: /);
  expect(() => parseJson('')).toThrow(/^The body is empty/);
});
