import type { SignIn, SignInByLink } from '@sluice/core/schema';
import type { z } from 'zod';
import type { OpenDatabase } from '../db/database.ts';
import { SluiceProblem } from '../http/problem.ts';
import { appendEvent, INSTALLATION_CHAIN } from '../log/events.ts';
import { digestOf } from '../secrets.ts';
import type { DroppedLinks } from './dropped-links.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { findPersonByEmail, onlyEmail, type PersonRow, putPerson } from './people.queries.ts';
import { createSession, revokeSession, revokeSessionsOf } from './sessions.queries.ts';
import { claimLink, insertLink, isOpenLink } from './sign-in-links.queries.ts';
import type { Throttle } from './throttle.ts';

export interface SignInTools {
  readonly store: OpenDatabase;
  readonly clock: () => Date;
  readonly throttle: Throttle;
  readonly dropped: DroppedLinks;
}

export interface SignedIn {
  readonly sessionId: string;
  readonly person: PersonRow;
}

/** Opens a session for the right password, and ends the one that the browser had. */
export async function signIn(
  { store, clock, throttle }: SignInTools,
  { email, password }: z.output<typeof SignIn>,
  previous: string | null,
): Promise<SignedIn> {
  const account = email.toLowerCase();
  const wait = throttle.wait(account);
  if (wait > 0)
    throw new SluiceProblem(
      'too-many-requests',
      `Too many attempts for this address. Wait ${wait} s, or use a link of "sluice-server sign-in-link".`,
      { retryAfterSeconds: wait },
    );
  throttle.failed(account);
  const person = await findPersonByEmail(store.db, email);
  const right = await verifyPassword(password, person?.passwordHash ?? null);
  if (person === null || !right || person.disabledAt !== null)
    throw new SluiceProblem('unauthenticated', 'The email address or the password is not right.');
  throttle.forget(account);
  const now = clock();
  return await store.transaction(async (tx) => {
    if (previous !== null) await revokeSession(tx, previous, now);
    await appendEvent(tx, signedIn(person, now, 'password'));
    return { sessionId: await createSession(tx, person.id, now), person };
  });
}

/** Uses a one-time link up: makes the person or finds it by email, sets its password, and ends all its other sessions. */
export async function signInByLink(
  { store, clock, throttle, dropped }: SignInTools,
  asked: z.output<typeof SignInByLink>,
  previous: string | null,
): Promise<SignedIn> {
  const digest = digestOf(asked.token);
  const now = clock();
  const droppedAt = dropped.find(digest, now);
  if (droppedAt === null && !(await isOpenLink(store.db, digest, now))) throw usedUp();
  const passwordHash = await hashPassword(asked.password);
  const done = await store.transaction(async (tx) => {
    if (droppedAt !== null) await insertLink(tx, digest, droppedAt);
    if (!(await claimLink(tx, digest, now))) throw usedUp();
    const person = await putPerson(tx, { email: asked.email, name: asked.name, passwordHash }, now);
    if (person.disabledAt !== null) throw new SluiceProblem('forbidden', `${person.email} was disabled. Use another address.`);
    await revokeSessionsOf(tx, person.id, now);
    if (previous !== null) await revokeSession(tx, previous, now);
    await appendEvent(tx, signedIn(person, now, 'link'));
    return { sessionId: await createSession(tx, person.id, now), person };
  });
  dropped.remove(digest);
  throttle.forget(asked.email.toLowerCase());
  return done;
}

/** Whether a link can still be used, and the address to fill in. */
export async function checkLink(
  { store, clock, dropped }: SignInTools,
  token: string,
): Promise<{ readonly valid: boolean; readonly email: string | null }> {
  const digest = digestOf(token);
  const valid = dropped.find(digest, clock()) !== null || (await isOpenLink(store.db, digest, clock()));
  return { valid, email: valid ? await onlyEmail(store.db) : null };
}

/** A link also sets the password. */
function signedIn({ id, name }: PersonRow, at: Date, by: 'password' | 'link'): Parameters<typeof appendEvent>[1] {
  const actor = { kind: 'person', id, name } as const;
  return { chain: INSTALLATION_CHAIN, at, actor, source: 'dashboard', kind: 'person.signed-in', subject: id, body: { by } };
}

function usedUp(): SluiceProblem {
  return new SluiceProblem(
    'forbidden',
    'This link was used already, or is older than an hour. Print another with "sluice-server sign-in-link" where the server runs.',
  );
}
