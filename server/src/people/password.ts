import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const N = 2 ** 15;
const R = 8;
const P = 1;
const KEY_BYTES = 32;
const STORED = /^scrypt\$N=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/;

/** scrypt (RFC 7914) with its parameters in the text, so that they can be raised without losing anybody's password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, { N, r: R, p: P });
  return `scrypt$N=${N},r=${R},p=${P}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Takes as long without a stored password as with one, so that the answer's time does not say who has an account. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const match = STORED.exec(stored ?? '');
  const [, n, r, p, salt, key] = match ?? [];
  const wanted = Buffer.from(key ?? '', 'base64url');
  const derived = await derive(password, Buffer.from(salt ?? 'none', 'base64url'), {
    N: Number(n ?? N),
    r: Number(r ?? R),
    p: Number(p ?? P),
  });
  return wanted.length === derived.length && timingSafeEqual(wanted, derived);
}

function derive(password: string, salt: Buffer, options: { readonly N: number; readonly r: number; readonly p: number }): Promise<Buffer> {
  const maxmem = 256 * options.N * options.r;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...options, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
