import type { Actor, ApiKey } from '@sluice/core/schema';
import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '../db/database.ts';
import { apiKeys, environments, projects } from '../db/tables.ts';
import { digestOf, sameDigest } from '../secrets.ts';
import { type Key, type KeyKindName, parseSecret } from './key.ts';

const keyColumns = {
  id: apiKeys.id,
  kind: apiKeys.kind,
  name: apiKeys.name,
  digest: apiKeys.digest,
  environmentId: apiKeys.environmentId,
  projectId: apiKeys.projectId,
  projectKey: projects.key,
  environmentKey: environments.key,
  origins: apiKeys.origins,
  revokedAt: apiKeys.revokedAt,
};

/** The key that a secret belongs to, revoked or not; null when there is none. */
export async function findKey(db: Database, secret: string): Promise<Key | null> {
  const parsed = parseSecret(secret);
  if (parsed === null) return null;
  const [row] = await keysWithPlace(db).where(and(eq(apiKeys.id, parsed.id), eq(apiKeys.kind, parsed.kind)));
  if (row === undefined || !sameDigest(row.digest, digestOf(secret))) return null;
  const { digest: _digest, ...key } = row;
  return key;
}

function keysWithPlace(db: Database) {
  return db
    .select(keyColumns)
    .from(apiKeys)
    .innerJoin(projects, eq(projects.id, apiKeys.projectId))
    .leftJoin(environments, eq(environments.id, apiKeys.environmentId));
}

export interface KeyRow {
  readonly id: string;
  readonly kind: KeyKindName;
  readonly name: string;
  readonly environmentKey: string | null;
  readonly prefix: string;
  readonly secretClear: string | null;
  readonly origins: readonly string[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

const rowColumns = {
  id: apiKeys.id,
  kind: apiKeys.kind,
  name: apiKeys.name,
  environmentKey: environments.key,
  prefix: apiKeys.prefix,
  secretClear: apiKeys.secretClear,
  origins: apiKeys.origins,
  createdAt: apiKeys.createdAt,
  lastUsedAt: apiKeys.lastUsedAt,
  revokedAt: apiKeys.revokedAt,
};

/** A project's keys, latest first. */
export async function listKeys(
  db: Database,
  projectId: string,
  { limit, after }: { readonly limit: number; readonly after: KeyCursor | null },
): Promise<KeyRow[]> {
  const later =
    after === null
      ? undefined
      : or(lt(apiKeys.createdAt, after.createdAt), and(eq(apiKeys.createdAt, after.createdAt), lt(apiKeys.id, after.id)));
  return await db
    .select(rowColumns)
    .from(apiKeys)
    .leftJoin(environments, eq(environments.id, apiKeys.environmentId))
    .where(and(eq(apiKeys.projectId, projectId), later))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(limit);
}

export interface KeyCursor {
  readonly createdAt: Date;
  readonly id: string;
}

export async function findKeyRow(db: Database, projectId: string, id: string): Promise<KeyRow | null> {
  const [row] = await db
    .select(rowColumns)
    .from(apiKeys)
    .leftJoin(environments, eq(environments.id, apiKeys.environmentId))
    .where(and(eq(apiKeys.projectId, projectId), eq(apiKeys.id, id)));
  return row ?? null;
}

export interface KeyInsert {
  readonly id: string;
  readonly kind: KeyKindName;
  readonly name: string;
  readonly projectId: string;
  readonly environmentId: string | null;
  readonly prefix: string;
  readonly digest: string;
  readonly secretClear: string | null;
  readonly origins: readonly string[];
  readonly createdAt: Date;
  readonly createdBy: z.output<typeof Actor>;
}

/** false when a key with this id exists already. */
export async function insertKey(tx: Database, key: KeyInsert): Promise<boolean> {
  const rows = await tx.insert(apiKeys).values(key).onConflictDoNothing().returning({ id: apiKeys.id });
  return rows.length > 0;
}

/** false when it was revoked before. */
export async function markRevoked(tx: Database, id: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return rows.length > 0;
}

export async function markUsed(db: Database, id: string, at: Date): Promise<void> {
  await db
    .update(apiKeys)
    .set({ lastUsedAt: at })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, at))));
}

/** A row as the API shows it. */
export function toApiKey(row: KeyRow): z.output<typeof ApiKey> {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    environment: row.environmentKey,
    prefix: row.prefix,
    secret: row.secretClear,
    origins: [...row.origins],
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
