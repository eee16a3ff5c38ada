import { expect, test } from 'vitest';
import { checkReach, type Reach } from './sign-in-check.ts';

const reach = (changes: Partial<Reach>) => checkReach({ page: null, request: 'http://localhost:4400', publicUrl: null, ...changes });

test.each<[string, Partial<Reach>, boolean]>([
  ['loopback, nothing said', {}, false],
  ['loopback by number', { request: 'http://127.0.0.1:4400', page: 'http://127.0.0.1:4400' }, false],
  ['loopback by IPv6', { request: 'http://[::1]:4400', page: 'http://[::1]:4400' }, false],
  ['loopback beside a public address', { page: 'http://localhost:4400', publicUrl: 'https://flags.example.com' }, false],
  ['TLS that a proxy takes off, host passed on', { request: 'http://flags.example.com', page: 'https://flags.example.com' }, true],
  [
    'TLS that a proxy takes off, host not passed on, public address right',
    { page: 'https://flags.example.com', publicUrl: 'https://flags.example.com' },
    true,
  ],
  ['a program at the public address', { request: 'http://flags.example.com', publicUrl: 'https://flags.example.com' }, true],
])('a session can work: %s', (_name, changes, secure) => {
  expect(reach(changes)).toEqual({ ok: true, secure });
});

test('plain http off loopback cannot work, and the remedy names TLS and a forwarded port', () => {
  const checked = reach({ request: 'http://10.0.0.5:4400', page: 'http://10.0.0.5:4400' });
  expect(checked).toMatchObject({ ok: false, problem: expect.stringContaining('plain http at http://10.0.0.5:4400') });
  expect(checked).toMatchObject({
    remedy: expect.stringMatching(/SLUICE_PUBLIC_URL=https:\/\/10\.0\.0\.5.*ssh -L 4400:127\.0\.0\.1:4400/),
  });
});

test('plain http at an installation with TLS is sent to the public address', () => {
  const checked = reach({
    request: 'http://flags.internal:4400',
    page: 'http://flags.internal:4400',
    publicUrl: 'https://flags.example.com',
  });
  expect(checked).toMatchObject({ ok: false, remedy: 'Open https://flags.example.com instead.' });
});

test('behind a proxy with a wrong public address both addresses are named, and the setting to change', () => {
  const checked = reach({ page: 'https://flags.example.com', publicUrl: 'https://flagz.example.com' });
  expect(checked).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/at https:\/\/flags\.example\.com.*is https:\/\/flagz\.example\.com/),
  });
  expect(checked).toMatchObject({ remedy: expect.stringContaining('SLUICE_PUBLIC_URL=https://flags.example.com') });
});

test('behind a proxy that hides the host, without a public address, the setting to make is named', () => {
  expect(reach({ page: 'https://flags.example.com' })).toMatchObject({
    ok: false,
    remedy: expect.stringContaining('SLUICE_PUBLIC_URL=https://flags.example.com'),
  });
});

test('a page of another origin on this machine is not taken for ours', () => {
  expect(reach({ page: 'http://localhost:3000' })).toMatchObject({ ok: false });
});
