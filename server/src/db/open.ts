import type { DatabaseLog, OpenDatabase } from './database.ts';
import { prepareInstallation } from './installation.ts';
import { migrate } from './migrate.ts';
import { type Engine, openFolder } from './pglite.ts';
import { openPostgres } from './postgres.ts';

export type { Database, OpenDatabase, TransactionOptions } from './database.ts';

/** Where the data is: a Postgres by its address, else the embedded database in the folder `data`. */
export interface DatabaseConfig {
  readonly databaseUrl: string | null;
  readonly data: string;
  readonly autoMigrate: boolean;
}

export interface OpenOptions {
  readonly log?: DatabaseLog;
  readonly clock?: () => Date;
}

const silent: DatabaseLog = { warn: () => {} };

/**
 * Opens the database that a configuration names, brings its schema up to date (or, without `autoMigrate`, asserts that it is),
 * and gives a new installation its epoch.
 * @throws Error in words: folder in use, database not to be reached, pooled connection, schema of another build.
 */
export async function openDatabase(
  config: DatabaseConfig,
  { log = silent, clock = () => new Date() }: OpenOptions = {},
): Promise<OpenDatabase> {
  const engine = config.databaseUrl === null ? await openFolder(config.data) : await openPostgres(config.databaseUrl, log);
  return await prepare(engine, clock, config.autoMigrate);
}

/** Brings an engine's schema up to date; closes it when that fails. */
export async function prepare(engine: Engine, clock: () => Date, autoMigrate = true): Promise<OpenDatabase> {
  try {
    await engine.withSession((session) => migrate(session, { apply: autoMigrate }));
    await prepareInstallation(engine.database, clock());
    return engine.database;
  } catch (error) {
    await engine.database.close();
    throw error;
  }
}
