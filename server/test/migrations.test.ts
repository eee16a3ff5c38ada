import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { type Engine, openMemory } from '../src/db/pglite.ts';
import { openPostgres } from '../src/db/postgres.ts';
import { createPostgres } from './harness.ts';

const ENGINES = {
  pglite: async () => ({ engine: await openMemory(), drop: async () => {} }),
  postgres: async () => {
    const { url, drop } = await createPostgres();
    return { engine: await openPostgres(url, { warn: () => {} }), drop };
  },
};

describe.each(Object.entries(ENGINES))('migrations (%s)', (kind, open) => {
  let folder: string;
  let engine: Engine;
  beforeAll(async () => {
    const opened = await open();
    engine = opened.engine;
    return async () => {
      await engine.database.close();
      await opened.drop();
    };
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-migrations-'));
    write('0001_first.sql', 'create table first (id integer primary key);\ninsert into first values (1);');
    await engine.withSession((session) => session.run('drop schema public cascade; create schema public'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const run = (apply = true) => engine.withSession((session) => migrate(session, { apply, folder }));
  const rows = (text: string) => engine.withSession((session: Session) => session.rows(text));

  it('are applied once, in the order of their names, and other files are not read', async () => {
    write('0002_second.sql', 'insert into first values (2)');
    write('notes.sql', 'this is not SQL');
    expect(await run()).toEqual(['0001_first.sql', '0002_second.sql']);
    expect(await run()).toEqual([]);
    expect(await rows('select id from first order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it.skipIf(kind === 'pglite')('are applied by one of several servers that start at once', async () => {
    const names = (await Promise.all([run(), run(), run()])).flat();
    expect(names).toEqual(['0001_first.sql']);
    expect(await rows('select id from first')).toHaveLength(1);
  });

  it('are undone as a whole when they fail, with the name of the file', async () => {
    write('0002_second.sql', 'insert into first values (2);\ninsert into nowhere values (1);');
    await expect(run()).rejects.toThrow(/0002_second\.sql failed and was undone: .*nowhere/);
    expect(await rows('select id from first')).toHaveLength(1);
    write('0002_second.sql', 'insert into first values (2)');
    expect(await run()).toEqual(['0002_second.sql']);
  });

  it('refuse to go on when an applied file was edited, and not for its line endings', async () => {
    await run();
    write('0001_first.sql', 'create table first (id integer primary key);\r\ninsert into first values (1);');
    expect(await run()).toEqual([]);
    write('0001_first.sql', 'create table first (id bigint primary key)');
    await expect(run()).rejects.toThrow(/0001_first\.sql was edited after it was applied/);
  });

  it('refuse a database that a newer build made', async () => {
    write('0002_second.sql', 'select 1');
    await run();
    rmSync(join(folder, '0002_second.sql'));
    await expect(run()).rejects.toThrow(/made by a newer Sluice: it has 0002_second\.sql.*no migration after 0001_first\.sql/);
  });

  it('are named and not applied when that is wanted', async () => {
    await expect(run(false)).rejects.toThrow(/lacks 0001_first\.sql.*sluice-server migrate/);
    expect(await rows("select to_regclass('first')::text as name")).toEqual([{ name: null }]);
    await run();
    expect(await run(false)).toEqual([]);
  });
});
