import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';

test('names are sorted by UTF-16 code units and numbers are printed as ECMAScript prints them', () => {
  const value = { '\u20ac': 'Euro', '\r': 'Carriage Return', 1: 'One', '\ud83d\ude00': 'Smiley', ö: 'Umlaut', '\ufb33': 'Dalet' };
  expect(canonicalJson(value)).toBe('{"\\r":"Carriage Return","1":"One","ö":"Umlaut","€":"Euro","\ud83d\ude00":"Smiley","\ufb33":"Dalet"}');
  expect(canonicalJson([1e21, 0.000001, 1e-7, -0, 333333333.3333333, 4.5])).toBe('[1e+21,0.000001,1e-7,0,333333333.3333333,4.5]');
});

test('what is stored and read again gives the same text, whatever the order of its names', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});
