import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Session } from './database.ts';

export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
/** Any fixed number, so that of several servers that start at once one migrates and the others wait. */
const ADVISORY_LOCK = 7_483_921;
const FILE = /^\d{4}_[a-z0-9_]+\.sql$/;

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

/** A schema that this build cannot run on; the message says what to do. */
export class MigrationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
  }
}

/**
 * Applies the SQL files that the database lacks, in the order of their names, each in a transaction. Returns the names applied.
 * With `apply: false` it changes nothing.
 * @throws MigrationError when an applied file was edited, when the database knows files that this build lacks, and without
 * `apply` when any is pending.
 */
export async function migrate(session: Session, { apply = true, folder = MIGRATIONS } = {}): Promise<readonly string[]> {
  const migrations = readMigrations(folder);
  await session.rows('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
  try {
    const pending = pendingOf(migrations, await appliedOf(session));
    if (!apply && pending.length > 0) {
      throw new MigrationError(
        `The database lacks ${pending.map(({ name }) => name).join(', ')}. Run \`sluice-server migrate\`, or set SLUICE_AUTO_MIGRATE=true.`,
      );
    }
    for (const migration of pending) await applyOne(session, migration);
    return pending.map(({ name }) => name);
  } finally {
    await session.rows('select pg_advisory_unlock($1)', [ADVISORY_LOCK]);
  }
}

function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => FILE.test(name))
    .sort();
  return names.map((name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8').replaceAll('\r\n', '\n');
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

async function appliedOf(session: Session): Promise<ReadonlyMap<string, string>> {
  const [found] = await session.rows("select to_regclass('schema_migrations')::text as name");
  if (found?.name === null) return new Map();
  const rows = await session.rows('select name, sha256 from schema_migrations order by name');
  return new Map(rows.map((row) => [String(row.name), String(row.sha256)]));
}

function pendingOf(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): readonly Migration[] {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new MigrationError(
      `The database was made by a newer Sluice: it has ${unknown.join(', ')}, and this build knows no migration after ${migrations.at(-1)?.name ?? 'none'}. Start the newer Sluice, or restore a backup from before it.`,
    );
  }
  const edited = migrations.filter(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256);
  if (edited.length > 0) {
    throw new MigrationError(
      `${edited.map(({ name }) => name).join(', ')} was edited after it was applied to this database. Put the file back as it was, and make the change in a new migration.`,
    );
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

async function applyOne(session: Session, { name, text, sha256 }: Migration): Promise<void> {
  await session.run('begin');
  try {
    await session.run(
      'create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    );
    await session.run(text);
    await session.rows('insert into schema_migrations (name, sha256) values ($1, $2)', [name, sha256]);
    await session.run('commit');
  } catch (error) {
    await session.run('rollback');
    throw new MigrationError(`The migration ${name} failed and was undone: ${(error as Error).message}`, { cause: error });
  }
}
