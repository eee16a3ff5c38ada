import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

test('the right password is accepted and any other refused', async () => {
  const stored = await hashPassword('correct horse battery');
  expect(await verifyPassword('correct horse battery', stored)).toBe(true);
  expect(await verifyPassword('correct horse batterz', stored)).toBe(false);
});

test('the stored text names its parameters, and two of the same password differ', async () => {
  const [one, other] = await Promise.all([hashPassword('the same words'), hashPassword('the same words')]);
  expect(one).toMatch(/^scrypt\$N=32768,r=8,p=1\$/);
  expect(one).not.toBe(other);
});

test('a password that was hashed with other parameters is still accepted', async () => {
  const stored = 'scrypt$N=1024,r=8,p=1$c2FsdHNhbHQ$';
  const { scryptSync } = await import('node:crypto');
  const key = scryptSync('from before', Buffer.from('c2FsdHNhbHQ', 'base64url'), 32, { N: 1024, r: 8, p: 1 });
  expect(await verifyPassword('from before', stored + key.toString('base64url'))).toBe(true);
});

test('without a stored password, or with a damaged one, nothing is right', async () => {
  expect(await verifyPassword('', null)).toBe(false);
  expect(await verifyPassword('anything', 'scrypt$N=')).toBe(false);
});

test('the same characters typed on another keyboard are the same password', async () => {
  expect(await verifyPassword('Ame\u0301lie passe ici', await hashPassword('Am\u00e9lie passe ici'))).toBe(true);
});
