import { randomBytes } from 'node:crypto';
import type { KeyKind } from '@sluice/core/schema';
import type { z } from 'zod';

export type KeyKindName = z.output<typeof KeyKind>;

/** An API key as the server knows it once its secret was found right; it may be revoked. */
export interface Key {
  readonly id: string;
  readonly kind: KeyKindName;
  readonly name: string;
  /** null for automation tokens, which speak for the whole project. */
  readonly environmentId: string | null;
  readonly projectId: string;
  readonly projectKey: string;
  readonly environmentKey: string | null;
  /** Web origins that may use a client key; empty means any. */
  readonly origins: readonly string[];
  readonly revokedAt: Date | null;
}

const MARKS = { server: 'sdk', client: 'pub', automation: 'api' } as const satisfies Record<KeyKindName, string>;
const SECRET = /^slu_(sdk|pub|api)_([a-z0-9]{4,32})_([A-Za-z0-9]{22,128})$/;

/** What a secret looks like, for messages. */
export const SECRET_GRAMMAR =
  'slu_sdk_<id>_<secret> (server), slu_pub_<id>_<secret> (client) or slu_api_<id>_<secret> (automation); id: 4 to 32 of a-z and 0-9; secret: 22 to 128 letters and digits';

/** Reads kind and id out of a secret; null when it is not shaped like one. */
export function parseSecret(secret: string): { readonly kind: KeyKindName; readonly id: string } | null {
  const match = SECRET.exec(secret);
  const kind = (Object.keys(MARKS) as KeyKindName[]).find((name) => MARKS[name] === match?.[1]);
  return match?.[2] === undefined || kind === undefined ? null : { kind, id: match[2] };
}

/** A fresh secret with 60 bits of id and 192 bits of secret. */
export function makeSecret(kind: KeyKindName): string {
  return `slu_${MARKS[kind]}_${base36(randomBytes(8), 12)}_${base36(randomBytes(24), 38)}`;
}

/** The part of a secret that may be shown: kind and id. */
export function secretPrefix(kind: KeyKindName, id: string): string {
  return `slu_${MARKS[kind]}_${id}`;
}

function base36(bytes: Buffer, length: number): string {
  return BigInt(`0x${bytes.toString('hex')}`)
    .toString(36)
    .padStart(length, '0')
    .slice(-length);
}
