import { KEY_SUBPROTOCOL_PREFIX, SUBPROTOCOL } from '@sluice/core';
import type { Key } from '../keys/key.ts';
import type { Audience } from './audience.ts';
import { type Goodbye, policy, unknownKey, wrongKey } from './goodbye.ts';

/** The dashboard's subprotocol on /api/v1/live. */
export const OPS_SUBPROTOCOL = 'sluice.ops.v1';

export interface HandshakeHeaders {
  readonly authorization?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-websocket-protocol'?: string | undefined;
}

/** Picks the subprotocol to answer with. A client that offers none we speak gets its own first one, and is then told by a close. */
export function chooseSubprotocol(offered: ReadonlySet<string>): string | false {
  const [first] = [...offered].filter((name) => !name.startsWith(KEY_SUBPROTOCOL_PREFIX));
  return [SUBPROTOCOL, OPS_SUBPROTOCOL].find((name) => offered.has(name)) ?? first ?? false;
}

export function offeredSubprotocols(headers: HandshakeHeaders): readonly string[] {
  return (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
}

/** The secret of a handshake or request: `Authorization: Bearer`, or for browsers a subprotocol. Never the URL, which is logged. */
export function secretOf(headers: HandshakeHeaders): { readonly secret: string; readonly shown: boolean } | null {
  const bearer = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { secret: bearer, shown: false };
  const name = offeredSubprotocols(headers).find((offer) => offer.startsWith(KEY_SUBPROTOCOL_PREFIX));
  return name === undefined ? null : { secret: name.slice(KEY_SUBPROTOCOL_PREFIX.length), shown: true };
}

/** Why a handshake is refused before its key is looked up; null when it is not. */
export function refusalOfHandshake(headers: HandshakeHeaders): Goodbye | null {
  if (!offeredSubprotocols(headers).includes(SUBPROTOCOL)) return policy(`this server speaks the subprotocol ${SUBPROTOCOL}; offer it`);
  const found = secretOf(headers);
  if (found === null) return unknownKey('no key: send "Authorization: Bearer slu_sdk_…", or a client key as a subprotocol');
  if (found.shown && !found.secret.startsWith('slu_pub_')) return wrongKey('only client keys (slu_pub_…) belong in a web page');
  return null;
}

/** What a key opens. */
export interface Admittance {
  readonly key: Key;
  readonly environmentId: string;
  readonly audience: Audience;
}

/** Whether this key, used from this origin, opens an environment; else why not. */
export function admit(key: Key | null, origin: string | undefined): Admittance | Goodbye {
  if (key === null) return unknownKey('this key is not known or was revoked; see Keys in the dashboard');
  const { environmentId, kind } = key;
  if (kind === 'automation' || environmentId === null)
    return wrongKey('this is an automation token; SDKs use a server key or a client key');
  if (kind === 'server') return { key, environmentId, audience: 'server' };
  if (!originAllowed(key, origin))
    return wrongKey(`this key is not for pages of ${origin ?? 'an unknown origin'}; see Keys in the dashboard`);
  return { key, environmentId, audience: 'client' };
}

/** An empty list means any origin, and none at all: the key is public, so its list only keeps other people's pages out. */
export function originAllowed({ origins }: Key, origin: string | undefined): boolean {
  if (origins.length === 0) return true;
  return origin !== undefined && origins.some((allowed) => URL.canParse(allowed) && new URL(allowed).origin === origin);
}
