import { expect, test } from 'vitest';
import { COUNTRY_CODES, expandRegions, REGION_GROUPS } from './regions.ts';

test('the countries are the 249 of ISO 3166-1 and Kosovo', () => {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  expect(COUNTRY_CODES.size).toBe(250);
  expect([...COUNTRY_CODES].filter((code) => names.of(code) === undefined)).toEqual([]);
});

test('every group is made of countries, each once, and none is named like a country', () => {
  for (const [name, codes] of Object.entries(REGION_GROUPS)) {
    expect(COUNTRY_CODES.has(name)).toBe(false);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !COUNTRY_CODES.has(code))).toEqual([]);
  }
  expect(REGION_GROUPS.EU).toHaveLength(27);
  expect(REGION_GROUPS.EEA).toHaveLength(30);
  expect(REGION_GROUPS.SCHENGEN).toHaveLength(29);
  expect(REGION_GROUPS.EUROZONE).toHaveLength(21);
});

test('a group becomes its countries, a country and a subdivision stay, nothing comes twice', () => {
  expect(expandRegions(['dach', 'DE', 'us-ca'])).toEqual({ codes: ['DE', 'AT', 'CH', 'US-CA'] });
  expect(expandRegions([])).toEqual({ codes: [] });
});

test('a cloud region is refused with a hint to test an attribute of one’s own', () => {
  for (const value of ['eu-west-1', 'us-central1', 'westeurope', 'ap-southeast-2']) {
    expect(expandRegions(['DE', value])).toEqual({ problem: expect.stringContaining('"in" on an attribute of your own'), index: 1 });
  }
});

test('what is no region is refused with the code that was perhaps meant', () => {
  expect(expandRegions(['UK'])).toEqual({ problem: '"UK" is not a country code of ISO 3166-1: GB is', index: 0 });
  expect(expandRegions(['Atlantis'])).toMatchObject({ problem: expect.stringContaining('is no region') });
  expect(expandRegions(['ZZ-CA'])).toMatchObject({ index: 0 });
  expect(expandRegions([7])).toMatchObject({ index: 0 });
  expect(expandRegions(['constructor'])).toMatchObject({ index: 0 });
});
