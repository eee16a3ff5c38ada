import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, describe, inject } from 'vitest';
import type { OpenDatabase } from '../src/db/database.ts';
import { MIGRATIONS, migrate } from '../src/db/migrate.ts';
import { prepare } from '../src/db/open.ts';
import { openMemory } from '../src/db/pglite.ts';
import { openPostgres } from '../src/db/postgres.ts';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/sluice', import.meta.url));
const quiet = { warn: () => {} };

/** Opens a fresh, migrated database with its own epoch; it is closed, and dropped, after the suite. */
export type Open = () => Promise<OpenDatabase>;

/**
 * Runs a suite twice: on PGlite in memory and on a database of its own in the test Postgres. Call `open` once in `beforeAll`
 * where tests can share a database, since each PGlite takes seconds and some hundred megabytes.
 */
export function describeOnBoth(name: string, suite: (open: Open, kind: OpenDatabase['kind']) => void): void {
  for (const [kind, opener] of [['pglite', openTestMemory] as const, ['postgres', openTestPostgres] as const]) {
    describe(`${name} (${kind})`, () => {
      const opened: OpenDatabase[] = [];
      suite(async () => {
        const store = await opener();
        opened.push(store);
        return store;
      }, kind);
      afterAll(async () => {
        await Promise.all(opened.map((store) => store.close()));
      });
    });
  }
}

/** PGlite in memory, from a template that is made once for each set of migrations. */
export async function openTestMemory(clock: () => Date = () => new Date()): Promise<OpenDatabase> {
  return await prepare(await openMemory(await template()), clock);
}

/** A fresh database in the test Postgres; closing it drops it. */
export async function openTestPostgres(clock: () => Date = () => new Date()): Promise<OpenDatabase> {
  const { url, drop } = await createPostgres();
  const store = await prepare(await openPostgres(url, quiet), clock);
  return {
    ...store,
    close: async () => {
      await store.close();
      await drop();
    },
  };
}

/** An empty database in the test Postgres, and the way to drop it. */
export async function createPostgres(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `drop database if exists ${name} with (force)`) };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function template(): Promise<Blob> {
  const file = join(CACHE, `pglite-${schemaHash()}.tar`);
  if (!existsSync(file)) {
    const engine = await openMemory();
    await engine.withSession((session) => migrate(session));
    const dump = Buffer.from(await (await engine.dump()).arrayBuffer());
    await engine.database.close();
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, dump);
    renameSync(`${file}.${process.pid}`, file);
  }
  return new Blob([readFileSync(file)]);
}

function schemaHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  const pinned = readFileSync(new URL('../package.json', import.meta.url), 'utf8').match(/"@electric-sql\/pglite": "([^"]+)"/)?.[1];
  return hash
    .update(pinned ?? '')
    .digest('hex')
    .slice(0, 16);
}
