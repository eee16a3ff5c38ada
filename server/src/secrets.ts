import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits that need no escaping in a URL, a header or a file name. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex, for secrets that are random and long: a slow hash would protect nothing. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares two digests in a time that says nothing about either. */
export function sameDigest(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
