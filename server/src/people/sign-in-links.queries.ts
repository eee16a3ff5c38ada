import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { signInLinks } from '../db/tables.ts';

export const LINK_MS = 3_600_000;

/** What is kept of a link: the digest of its token, for one hour. */
export async function insertLink(db: Database, digest: string, createdAt: Date): Promise<void> {
  await db
    .insert(signInLinks)
    .values({ digest, createdAt, expiresAt: new Date(createdAt.getTime() + LINK_MS) })
    .onConflictDoNothing();
}

export async function isOpenLink(db: Database, digest: string, now: Date): Promise<boolean> {
  const rows = await db.select({ digest: signInLinks.digest }).from(signInLinks).where(openLink(digest, now));
  return rows.length > 0;
}

/** Marks the link as used; false when somebody was first, or it has run out, or never was. */
export async function claimLink(tx: Database, digest: string, now: Date): Promise<boolean> {
  const rows = await tx.update(signInLinks).set({ usedAt: now }).where(openLink(digest, now)).returning({ digest: signInLinks.digest });
  return rows.length > 0;
}

function openLink(digest: string, now: Date) {
  return and(eq(signInLinks.digest, digest), isNull(signInLinks.usedAt), gt(signInLinks.expiresAt, now));
}
