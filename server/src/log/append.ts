import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { CHANNEL, formatRing, type Ring } from '../db/doorbell.ts';
import { changeEntities, changes, environmentFlags, environments } from '../db/tables.ts';
import { bodyDigest, changeDigest, nextHead } from './chain.ts';
import type { ChangeRequest, LockedEnvironment, Touched } from './commit.ts';

/** Rows in one statement; Postgres takes 65,535 values. */
const CHUNK = 1_000;

type Change = ChangeRequest & { readonly changeId: string };

/** Appends a change to the log of each environment that it touched. Returns the ends of their logs. */
export async function append(
  tx: Database,
  change: Change,
  touched: ReadonlyMap<LockedEnvironment, readonly Touched[]>,
): Promise<readonly { readonly id: string; readonly revision: number }[]> {
  const ends: { id: string; revision: number }[] = [];
  for (const [environment, entities] of touched) ends.push(await appendTo(tx, change, environment, entities));
  return ends;
}

async function appendTo(
  tx: Database,
  change: Change,
  environment: LockedEnvironment,
  entities: readonly Touched[],
): Promise<{ id: string; revision: number }> {
  const revision = environment.revision + 1;
  const { projectId, changeId, at, actor, source, cause, reason } = change;
  const facts = { environmentId: environment.id, revision, changeId, at, actor, source, cause, reason };
  const rows = entities.map((entity) => ({ environmentId: environment.id, revision, ...entity, digest: bodyDigest(entity.body) }));
  const digest = changeDigest(facts, rows);
  const head = nextHead(environment.head, digest);
  await tx.insert(changes).values({ ...facts, projectId, digest, head });
  for (const some of chunks(rows)) await tx.insert(changeEntities).values(some);
  await project(tx, change, environment.id, revision, entities);
  await tx.update(environments).set({ revision, head }).where(eq(environments.id, environment.id));
  await notify(tx, { about: 'environment', id: environment.id, revision });
  return { id: environment.id, revision };
}

/** Renews the current state, which is a look-up table beside the log. */
async function project(
  tx: Database,
  { at, actor, cause }: Change,
  environmentId: string,
  revision: number,
  entities: readonly Touched[],
): Promise<void> {
  const removed = entities.filter(({ body }) => body === null).map(({ key }) => key);
  if (removed.length > 0) {
    await tx.delete(environmentFlags).where(and(eq(environmentFlags.environmentId, environmentId), inArray(environmentFlags.key, removed)));
  }
  const rows = entities.flatMap(({ key, version, body }) =>
    body === null ? [] : [{ environmentId, key, version, revision, body, changedAt: at, changedBy: actor, cause }],
  );
  for (const some of chunks(rows)) {
    await tx
      .insert(environmentFlags)
      .values(some)
      .onConflictDoUpdate({ target: [environmentFlags.environmentId, environmentFlags.key], set: LATEST });
  }
}

const LATEST = {
  version: sql`excluded.version`,
  revision: sql`excluded.revision`,
  body: sql`excluded.body`,
  changedAt: sql`excluded.changed_at`,
  changedBy: sql`excluded.changed_by`,
  cause: sql`excluded.cause`,
};

/** Heard by every node once the transaction has committed, and by nobody if it has not. */
export async function notify(tx: Database, ring: Ring): Promise<void> {
  await tx.execute(sql`select pg_notify(${CHANNEL}, ${formatRing(ring)})`);
}

function chunks<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < rows.length; start += CHUNK) parts.push(rows.slice(start, start + CHUNK));
  return parts;
}
