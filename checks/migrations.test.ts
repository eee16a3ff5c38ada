import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contractions } from './migrations.ts';
import { read, repositoryFiles } from './sources.ts';

const files = repositoryFiles('migrations').filter((file) => file.endsWith('.sql'));

describe('migrations', () => {
  it.each([
    'DROP TABLE flags',
    'ALTER TABLE flags DROP COLUMN name',
    'ALTER TABLE flags RENAME COLUMN name TO title',
    'ALTER TABLE flags ALTER COLUMN name TYPE varchar(10)',
    'alter table flags alter name set data type int',
    'ALTER TABLE flags ALTER COLUMN name SET NOT NULL',
    'ALTER TABLE flags ADD COLUMN owner text NOT NULL',
    'ALTER TABLE flags ADD COLUMN a text NOT NULL, ADD COLUMN b int NOT NULL DEFAULT 0',
    'DELETE FROM changes',
  ])('refuses: %s', (sql) => {
    expect(contractions(`CREATE TABLE x (y int NOT NULL);\n${sql};`)).toHaveLength(1);
  });

  it.each([
    'CREATE TABLE flags (name text NOT NULL)',
    "ALTER TABLE flags ADD COLUMN owner text NOT NULL DEFAULT ''",
    'ALTER TABLE flags ADD COLUMN owner text',
    'ALTER TABLE flags ALTER COLUMN owner DROP NOT NULL',
    '-- DROP TABLE flags\nCREATE INDEX flags_by_name ON flags (name)',
  ])('accepts: %s', (sql) => {
    expect(contractions(`${sql};`)).toEqual([]);
  });

  it('every migration only expands', () => {
    expect(files.flatMap((file) => contractions(read(file)).map((why) => `${file}: ${why}`))).toEqual([]);
  });

  it('migrations are numbered without a gap, so that two branches cannot both be next', () => {
    const numbers = files.map((file) => Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(path.basename(file))?.[1]));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });
});
