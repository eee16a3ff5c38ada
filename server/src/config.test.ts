import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { describeConfig, type Environment, readConfig } from './config.ts';

const read = (environment: Environment) => readConfig(environment).config;

test('without any setting the server listens on this machine alone and keeps its data below the current folder', () => {
  expect(read({})).toMatchObject({
    listen: { host: '127.0.0.1', port: 4400 },
    data: resolve('.sluice/data'),
    databaseUrl: null,
    logFormat: 'json',
    autoMigrate: true,
  });
});

test.each([
  ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
  [':8080', { host: '0.0.0.0', port: 8080 }],
  ['8080', { host: '127.0.0.1', port: 8080 }],
  ['[::]:4400', { host: '::', port: 4400 }],
  ['flags.internal:1', { host: 'flags.internal', port: 1 }],
])('SLUICE_LISTEN=%s is understood', (text, address) => {
  expect(read({ SLUICE_LISTEN: text }).listen).toEqual(address);
});

test('an empty variable counts as not set', () => {
  expect(read({ SLUICE_LISTEN: '', SLUICE_PUBLIC_URL: '' })).toMatchObject({ listen: { port: 4400 }, publicUrl: null });
});

test('everything wrong is said at once, each with its name', () => {
  const wrong = {
    SLUICE_LISTEN: 'here',
    SLUICE_PUBLIC_URL: 'https://a.example/flags',
    SLUICE_DATABASE_URL: 'mysql://x',
    SLUICE_AUTO_MIGRATE: 'yes',
    SLUICE_LOG_LEVEL: 'loud',
  };
  for (const name of Object.keys(wrong)) expect(() => read(wrong)).toThrow(name);
});

test('a port that does not exist is refused', () => {
  expect(() => read({ SLUICE_LISTEN: '0.0.0.0:70000' })).toThrow('SLUICE_LISTEN must be host:port');
});

test('the database address may come from a file, or by the name that hosts give it', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sluice-config-')), 'url');
  writeFileSync(file, 'postgres://from-file/x\n');
  expect(read({ SLUICE_DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://from-file/x');
  expect(read({ DATABASE_URL: 'postgres://plain/x' }).databaseUrl).toBe('postgres://plain/x');
  expect(read({ DATABASE_URL_FILE: file, SLUICE_DATABASE_URL: 'postgres://own/x' }).databaseUrl).toBe('postgres://own/x');
});

test('a setting given twice, or by a file that is not there, is refused', () => {
  expect(() => read({ SLUICE_DATABASE_URL: 'postgres://a/b', SLUICE_DATABASE_URL_FILE: '/nowhere' })).toThrow(
    /are both set[\s\S]*cannot be read/,
  );
});

test('a mistyped name warns with the one that was meant; names of SDKs do not warn', () => {
  const { warnings } = readConfig({ SLUICE_LISTENS: '1', SLUICE_FROBNICATE: '1', SLUICE_SDK_KEY: 'x' });
  expect(warnings).toEqual([
    'SLUICE_LISTENS is not a setting of the server and was ignored; did you mean SLUICE_LISTEN?',
    'SLUICE_FROBNICATE is not a setting of the server and was ignored',
  ]);
});

test('what is printed masks the password', () => {
  const lines = describeConfig(read({ SLUICE_DATABASE_URL: 'postgres://me:hunter2@db/x?sslpassword=hunter2' }));
  expect(lines.join('\n')).not.toContain('hunter2');
  expect(lines).toContain('SLUICE_DATABASE_URL=postgres://me:***@db/x?sslpassword=***');
});

test('trusted proxies are addresses, networks or the three names for kinds of them', () => {
  expect(read({ SLUICE_TRUSTED_PROXIES: '10.0.0.0/8, ::1,loopback' }).trustedProxies).toEqual(['10.0.0.0/8', '::1', 'loopback']);
  for (const wrong of ['10.0.0.0/33', 'nginx', '1.2.3', '10.0.0.1/8/8']) {
    expect(() => read({ SLUICE_TRUSTED_PROXIES: wrong })).toThrow(`SLUICE_TRUSTED_PROXIES has "${wrong}"`);
  }
});
