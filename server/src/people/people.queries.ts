import { randomUUID } from 'node:crypto';
import { eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { people } from '../db/tables.ts';

/** Somebody who can sign in. */
export interface PersonRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly disabledAt: Date | null;
}

const columns = { id: people.id, email: people.email, name: people.name, passwordHash: people.passwordHash, disabledAt: people.disabledAt };

export async function findPersonByEmail(db: Database, email: string): Promise<PersonRow | null> {
  const [row] = await db.select(columns).from(people).where(byEmail(email));
  return row ?? null;
}

/** Whether anybody can sign in without a link. */
export async function anyPassword(db: Database): Promise<boolean> {
  const rows = await db.select({ id: people.id }).from(people).where(isNotNull(people.passwordHash)).limit(1);
  return rows.length > 0;
}

/** The email address of the one person there is; null when there are none or several. */
export async function onlyEmail(db: Database): Promise<string | null> {
  const rows = await db.select({ email: people.email }).from(people).limit(2);
  return rows.length === 1 ? (rows[0]?.email ?? null) : null;
}

/** Makes the person, or gives the one with this address another name and password. */
export async function putPerson(
  tx: Database,
  person: { readonly email: string; readonly name: string; readonly passwordHash: string },
  now: Date,
): Promise<PersonRow> {
  const { name, passwordHash } = person;
  const email = person.email.toLowerCase();
  const [found] = await tx.update(people).set({ name, passwordHash }).where(byEmail(email)).returning(columns);
  if (found !== undefined) return found;
  const [made] = await tx.insert(people).values({ id: randomUUID(), email, name, passwordHash, createdAt: now }).returning(columns);
  if (made === undefined) throw new Error('Writing a person gave no row back.');
  return made;
}

function byEmail(email: string) {
  return eq(sql`lower(${people.email})`, email.toLowerCase());
}
