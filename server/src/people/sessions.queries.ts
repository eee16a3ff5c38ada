import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { people, sessions } from '../db/tables.ts';
import { digestOf, randomToken } from '../secrets.ts';

const HOUR_MS = 3_600_000;
export const IDLE_MS = 12 * HOUR_MS;
export const ABSOLUTE_MS = 7 * 24 * HOUR_MS;
/** A session's last sign of life is written at most this often. */
const TOUCH_MS = 60_000;

/** A session that is valid now, and whose it is. */
export interface OpenSession {
  readonly idDigest: string;
  readonly person: { readonly id: string; readonly email: string; readonly name: string };
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** Returns the id, which the cookie carries; the database keeps only its digest. */
export async function createSession(tx: Database, personId: string, now: Date): Promise<string> {
  const id = randomToken();
  await tx
    .insert(sessions)
    .values({ idDigest: digestOf(id), personId, createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + ABSOLUTE_MS) });
  return id;
}

/** null for an id that is unknown, signed out, idle for 12 h, older than 7 days, or of a disabled person. */
export async function findSession(db: Database, id: string, now: Date): Promise<OpenSession | null> {
  const [row] = await db
    .select({
      idDigest: sessions.idDigest,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      person: { id: people.id, email: people.email, name: people.name },
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(
      and(
        eq(sessions.idDigest, digestOf(id)),
        isNull(sessions.revokedAt),
        isNull(people.disabledAt),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, new Date(now.getTime() - IDLE_MS)),
      ),
    );
  return row ?? null;
}

/** When the session ends if nothing is asked after `now`. */
export function endOf(session: OpenSession, now: Date): Date {
  return new Date(Math.min(session.expiresAt.getTime(), now.getTime() + IDLE_MS));
}

export function needsTouch(session: OpenSession, now: Date): boolean {
  return now.getTime() - session.lastSeenAt.getTime() > TOUCH_MS;
}

export async function touchSession(db: Database, session: OpenSession, now: Date): Promise<void> {
  await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.idDigest, session.idDigest));
}

export async function revokeSession(db: Database, id: string, now: Date): Promise<void> {
  await db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.idDigest, digestOf(id)), isNull(sessions.revokedAt)));
}

export async function revokeSessionsOf(tx: Database, personId: string, now: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.personId, personId), isNull(sessions.revokedAt)));
}
