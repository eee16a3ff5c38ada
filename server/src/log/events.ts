import type { Actor, Source } from '@sluice/core/schema';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database, OpenDatabase } from '../db/database.ts';
import type { Ring } from '../db/doorbell.ts';
import { eventChains, events } from '../db/tables.ts';
import { notify } from './append.ts';
import { bodyDigest, eventDigest, nextHead } from './chain.ts';

/** The chain of what concerns no project. */
export const INSTALLATION_CHAIN = 'installation';

/** Something that happened but changed nothing served: a key made, a person signed in, a project named. */
export interface EventDraft {
  /** A project's id, or `INSTALLATION_CHAIN`. */
  readonly chain: string;
  readonly at: Date;
  readonly actor: z.output<typeof Actor>;
  readonly source: z.output<typeof Source>;
  /** Dotted, past tense: `key.revoked`. */
  readonly kind: string;
  /** What it happened to: an id or key. */
  readonly subject: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Appends an event in a transaction of the caller, who rings the doorbell with what is returned once it has committed. */
export async function appendEvent(tx: Database, event: EventDraft): Promise<Ring> {
  const { chain, at, actor, source, kind, subject, body = null } = event;
  await tx.insert(eventChains).values({ chain }).onConflictDoNothing();
  const [end] = await tx.select().from(eventChains).where(eq(eventChains.chain, chain)).for('update');
  if (end === undefined) throw new Error(`The chain of events "${chain}" has no row, though it was just made.`);
  const sequence = end.sequence + 1;
  const digest = eventDigest({ chain, sequence, at, actor, source, kind, subject, bodyDigest: bodyDigest(body) });
  const head = nextHead(end.head, digest);
  await tx.insert(events).values({ chain, sequence, at, actor, source, kind, subject, body, digest, head });
  await tx.update(eventChains).set({ sequence, head }).where(eq(eventChains.chain, chain));
  const ring: Ring = { about: 'events', id: chain, revision: sequence };
  await notify(tx, ring);
  return ring;
}

/** Appends an event in a transaction of its own, and rings. */
export async function recordEvent(store: OpenDatabase, event: EventDraft): Promise<void> {
  store.doorbell.ring(await store.transaction((tx) => appendEvent(tx, event)));
}
