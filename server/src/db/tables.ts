import type { Actor, FlagDefinition, StoredFlag } from '@sluice/core/schema';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  integer,
  json,
  type PgTableExtraConfigValue,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';

/**
 * The tables of `migrations/`, which alone make and change them. Bodies are `json`, never `jsonb`: `jsonb`
 * forgets the order of keys, and the order of variants is kept.
 */
type ActorRow = z.output<typeof Actor>;
type DefinitionRow = z.output<typeof FlagDefinition> & { readonly salt: string };

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
const count = (name: string) => bigint(name, { mode: 'number' });

export const installation = pgTable('installation', {
  id: smallint('id').primaryKey().default(1),
  epoch: uuid('epoch').notNull(),
  createdAt: instant('created_at').notNull(),
});

export const projects = pgTable('projects', {
  id: uuid('id').primaryKey(),
  key: text('key').notNull(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** `revision` and `head` are the end of the environment's log; the row is its lock. */
export const environments = pgTable('environments', {
  id: uuid('id').primaryKey(),
  projectId: uuid('project_id').notNull(),
  key: text('key').notNull(),
  name: text('name').notNull(),
  protected: boolean('protected').notNull().default(false),
  colour: text('colour').notNull().default('grey'),
  ordinal: integer('ordinal').notNull().default(0),
  revision: count('revision').notNull().default(0),
  head: text('head').notNull().default(''),
  createdAt: instant('created_at').notNull(),
  archivedAt: instant('archived_at'),
});

/** What all environments share; a row stays after archiving, so that its key is never given out again. */
export const flags = pgTable(
  'flags',
  {
    projectId: uuid('project_id').notNull(),
    key: text('key').notNull(),
    version: integer('version').notNull(),
    definition: json('definition').$type<DefinitionRow>().notNull(),
    saltHash: count('salt_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    archivedAt: instant('archived_at'),
  },
  (table): PgTableExtraConfigValue[] => [primaryKey({ columns: [table.projectId, table.key] })],
);

/** The latest body of each flag in each environment; derived from the log. */
export const environmentFlags = pgTable(
  'environment_flags',
  {
    environmentId: uuid('environment_id').notNull(),
    key: text('key').notNull(),
    version: integer('version').notNull(),
    revision: count('revision').notNull(),
    body: json('body').$type<StoredFlag>().notNull(),
    changedAt: instant('changed_at').notNull(),
    changedBy: json('changed_by').$type<ActorRow>().notNull(),
    cause: text('cause').notNull(),
  },
  (table): PgTableExtraConfigValue[] => [primaryKey({ columns: [table.environmentId, table.key] })],
);

/** The log: one row for each revision of an environment. */
export const changes = pgTable(
  'changes',
  {
    environmentId: uuid('environment_id').notNull(),
    revision: count('revision').notNull(),
    projectId: uuid('project_id').notNull(),
    changeId: uuid('change_id').notNull(),
    at: instant('at').notNull(),
    actor: json('actor').$type<ActorRow>().notNull(),
    source: text('source').notNull(),
    cause: text('cause').notNull(),
    reason: text('reason').notNull().default(''),
    digest: text('digest').notNull(),
    head: text('head').notNull(),
  },
  (table): PgTableExtraConfigValue[] => [primaryKey({ columns: [table.environmentId, table.revision] })],
);

/** What a change touched, each with its whole body after it; null where it was removed. */
export const changeEntities = pgTable(
  'change_entities',
  {
    environmentId: uuid('environment_id').notNull(),
    revision: count('revision').notNull(),
    kind: text('kind').$type<'flag' | 'segment'>().notNull(),
    key: text('key').notNull(),
    version: integer('version').notNull(),
    body: json('body').$type<StoredFlag | null>(),
    digest: text('digest').notNull(),
  },
  (table): PgTableExtraConfigValue[] => [primaryKey({ columns: [table.environmentId, table.revision, table.kind, table.key] })],
);

/** The end of each chain of events; the row is its lock. */
export const eventChains = pgTable('event_chains', {
  chain: text('chain').primaryKey(),
  sequence: count('sequence').notNull().default(0),
  head: text('head').notNull().default(''),
});

/** What happens but changes nothing served: a chain for each project, and one for the installation. */
export const events = pgTable(
  'events',
  {
    chain: text('chain').notNull(),
    sequence: count('sequence').notNull(),
    at: instant('at').notNull(),
    actor: json('actor').$type<ActorRow>().notNull(),
    source: text('source').notNull(),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    body: json('body').$type<Readonly<Record<string, unknown>> | null>(),
    digest: text('digest').notNull(),
    head: text('head').notNull(),
  },
  (table): PgTableExtraConfigValue[] => [primaryKey({ columns: [table.chain, table.sequence] })],
);

/** Secrets are kept as digests; a client key is public and is also kept in clear, for snippets. */
export const apiKeys = pgTable('api_keys', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<'server' | 'client' | 'automation'>().notNull(),
  name: text('name').notNull(),
  projectId: uuid('project_id').notNull(),
  environmentId: uuid('environment_id'),
  prefix: text('prefix').notNull(),
  digest: text('digest').notNull(),
  secretClear: text('secret_clear'),
  origins: json('origins').$type<readonly string[]>().notNull().default(sql`'[]'`),
  createdAt: instant('created_at').notNull(),
  createdBy: json('created_by').$type<ActorRow>().notNull(),
  lastUsedAt: instant('last_used_at'),
  revokedAt: instant('revoked_at'),
});

export const people = pgTable('people', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  name: text('name').notNull(),
  passwordHash: text('password_hash'),
  createdAt: instant('created_at').notNull(),
  disabledAt: instant('disabled_at'),
});

export const sessions = pgTable('sessions', {
  idDigest: text('id_digest').primaryKey(),
  personId: uuid('person_id').notNull(),
  createdAt: instant('created_at').notNull(),
  lastSeenAt: instant('last_seen_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  revokedAt: instant('revoked_at'),
});

export const signInLinks = pgTable('sign_in_links', {
  digest: text('digest').primaryKey(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
});
