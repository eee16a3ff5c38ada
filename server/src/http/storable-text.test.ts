import { expect, test } from 'vitest';
import { requireStorable } from './storable-text.ts';

const read = (json: string): void => requireStorable(json, JSON.parse(json));

test.each([
  ['NUL', '{"a":["x","\\u0000"]}', '#/a/1'],
  ['half an emoji', '{"name":"\\ud83d"}', '#/name'],
  ['the other half', '{"name":"x\\udc4d"}', '#/name'],
  ['NUL in a name', '{"a":{"\\u0000":1}}', '#/a'],
])('refuses %s and says where', (_what, json, pointer) => {
  expect(() => read(json)).toThrow(`${pointer}: has a character that cannot be stored`);
});

test.each(['{"a":"\\ud83d\\udc4d"}', '{"a":"\\\\u0000"}', '{"a":"👍","b":[null,1,true]}', '"\\u0001"'])('lets %s through', (json) => {
  expect(() => read(json)).not.toThrow();
});
