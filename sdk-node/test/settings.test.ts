import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseOverrides } from '../src/parse-overrides.ts';
import { readSettings } from '../src/settings.ts';
import { VERSION } from '../src/version.ts';

const URL_AND_KEY = { SLUICE_URL: 'https://flags.example.com', SLUICE_SDK_KEY: 'slu_sdk_x' };

test('the environment names server and key, and options go before it', () => {
  expect(readSettings({}, URL_AND_KEY)).toMatchObject({ url: 'https://flags.example.com', key: 'slu_sdk_x', misconfigured: undefined });
  expect(readSettings({ url: 'http://other', key: 'k' }, URL_AND_KEY)).toMatchObject({ url: 'http://other', key: 'k' });
});

test('a key may be in a file, as secrets are mounted', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-'));
  const file = path.join(folder, 'key');
  writeFileSync(file, 'slu_sdk_from_file\n');
  expect(readSettings({}, { SLUICE_URL: 'http://a', SLUICE_SDK_KEY_FILE: file })).toMatchObject({
    key: 'slu_sdk_from_file',
    misconfigured: undefined,
  });
  rmSync(folder, { recursive: true });
  expect(readSettings({}, { SLUICE_URL: 'http://a', SLUICE_SDK_KEY_FILE: file }).misconfigured).toContain('ENOENT');
});

test.each([
  [{}, 'SLUICE_URL'],
  [{ SLUICE_URL: 'flags.example.com', SLUICE_SDK_KEY: 'k' }, 'https://'],
  [{ SLUICE_URL: 'ftp://flags', SLUICE_SDK_KEY: 'k' }, 'https://'],
  [{ SLUICE_URL: 'http://a' }, 'SLUICE_SDK_KEY'],
  [{ SLUICE_URL: 'http://a', SLUICE_SDK_KEY: 'two\nlines' }, 'copy it again'],
])('what is missing is named with its remedy: %o', (environment, remedy) => {
  expect(readSettings({}, environment).misconfigured).toContain(remedy);
});

test('offline needs neither server nor key', () => {
  expect(readSettings({}, { SLUICE_OFFLINE: '1' })).toMatchObject({ offline: true, misconfigured: undefined });
  expect(readSettings({ offline: false }, { SLUICE_OFFLINE: '1', ...URL_AND_KEY })).toMatchObject({ offline: false });
});

test('a log level that is none is told, and info is used', () => {
  expect(readSettings({}, { ...URL_AND_KEY, SLUICE_LOG_LEVEL: 'loud' })).toMatchObject({
    logLevel: 'info',
    warnings: [expect.stringContaining('loud')],
  });
});

const read = (text: string) => {
  const faults: string[] = [];
  return { pairs: parseOverrides(text, (fault) => faults.push(fault)), faults };
};

test('overrides are JSON values, or texts as they stand', () => {
  const text = 'a=true, b="x, y" ,c=1.5,d=hello world,e={"k":[1]},f=[1,2],g=null,h=';
  expect(read(text)).toEqual({
    pairs: [
      ['a', true],
      ['b', 'x, y'],
      ['c', 1.5],
      ['d', 'hello world'],
      ['e', { k: [1] }],
      ['f', [1, 2]],
      ['g', null],
      ['h', ''],
    ],
    faults: [],
  });
});

test('overrides that cannot be read are told from where on, and those before hold', () => {
  expect(read('a=1,nonsense,b=2')).toMatchObject({ pairs: [['a', 1]], faults: [expect.stringContaining('"nonsense,b=2"')] });
  expect(read('')).toEqual({ pairs: [], faults: [] });
});

test('code goes before the environment where both override a flag', () => {
  const { overrides } = readSettings({ overrides: { a: 2 } }, { SLUICE_OVERRIDES: 'a=1' });
  expect(overrides).toEqual([
    { key: 'a', value: 1, origin: 'env' },
    { key: 'a', value: 2, origin: 'code' },
  ]);
});

test('the version that is told to the server is that of the package', () => {
  expect(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version).toBe(VERSION);
});
