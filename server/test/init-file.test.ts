import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenDatabase } from '../src/db/database.ts';
import { changes, events, projects } from '../src/db/tables.ts';
import { applyInitFile, type InitOutcome } from '../src/init/apply-init-file.ts';
import { readInitFile } from '../src/init/init-file.ts';
import { findKey } from '../src/keys/keys.queries.ts';
import { holdClock } from './app.ts';
import { describeOnBoth } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-init-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GIVEN = `slu_sdk_shopprod_${'a1'.repeat(16)}`;
const environments = [
  { key: 'development', name: 'Development' },
  { key: 'production', name: 'Production', protected: true, colour: 'red' },
];
const shop = {
  key: 'shop',
  name: 'Shop',
  environments,
  keys: [
    { kind: 'server', name: 'Shop', environment: 'production', secret: GIVEN },
    { kind: 'client', name: 'Page', environment: 'production', origins: ['http://localhost:4600'] },
    { kind: 'automation', name: 'CI' },
  ],
  flags: { 'checkout.new-flow': { type: 'boolean', variants: { on: true, off: false }, clientSide: true } },
};

let files = 0;
function write(content: unknown): string {
  files += 1;
  const path = join(folder, `init-${files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describeOnBoth('an init file', (open, kind) => {
  let store: OpenDatabase;
  const clock = holdClock();
  const apply = (path: string): Promise<InitOutcome> => applyInitFile(store, path, clock);

  beforeEach(async () => {
    store = await open();
  });

  test('sets up projects, environments, keys and flags, on a first start and never again', async () => {
    const path = write({ projects: [shop] });
    const outcome = await apply(path);
    expect(outcome).toMatchObject({ applied: true });
    expect(await findKey(store.db, GIVEN)).toMatchObject({ projectKey: 'shop', environmentKey: 'production', kind: 'server' });
    expect((await store.db.select().from(changes)).map(({ source }) => source)).toEqual(['init', 'init']);
    const written = await store.db.select().from(events);
    expect(await apply(path)).toMatchObject({ applied: false, because: expect.stringContaining('was applied at') });
    expect(await store.db.select().from(events)).toHaveLength(written.length);
  });

  test('gives back the secrets that it made, which work, and not the given ones', async () => {
    const outcome = await apply(write({ projects: [shop] }));
    const made = outcome.applied ? outcome.toPrint : [];
    expect(made.map(({ name }) => name)).toEqual(['Page', 'CI']);
    for (const { secret, name } of made) expect(await findKey(store.db, secret)).toMatchObject({ name });
  });

  test('writes made secrets into the file it names, for this account alone, and prints none', async () => {
    const secretsFile = join(folder, `secrets-${kind}.json`);
    expect(await apply(write({ secretsFile: `secrets-${kind}.json`, projects: [shop] }))).toEqual({ applied: true, toPrint: [] });
    const { keys } = JSON.parse(readFileSync(secretsFile, 'utf8'));
    expect(keys.map((key: object) => ({ ...key, secret: null }))).toEqual([
      { project: 'shop', environment: 'production', kind: 'client', name: 'Page', secret: null },
      { project: 'shop', environment: null, kind: 'automation', name: 'CI', secret: null },
    ]);
    expect(statSync(secretsFile).mode & 0o777).toBe(0o600);
    expect(await findKey(store.db, keys[1].secret)).toMatchObject({ kind: 'automation' });
  });

  test('is finished on the next start when it was refused half way, with the secrets that were written down', async () => {
    const secretsFile = join(folder, `half-${kind}.json`);
    const wrong = { ...shop, flags: { ...shop.flags, broken: { type: 'boolean', variants: { on: 'yes', off: 'no' } } } };
    await expect(apply(write({ secretsFile, projects: [wrong] }))).rejects.toThrow(/the flag "broken" of the project "shop" was refused/);
    const { keys } = JSON.parse(readFileSync(secretsFile, 'utf8'));
    clock.move(61);
    expect(await apply(write({ secretsFile, projects: [shop] }))).toMatchObject({ applied: true });
    expect(JSON.parse(readFileSync(secretsFile, 'utf8')).keys).toEqual(keys);
    expect(await findKey(store.db, keys[0].secret)).toMatchObject({ name: 'Page' });
  });

  test('leaves an installation alone that has projects already, even when the file is gone', async () => {
    await store.db.insert(projects).values({ id: '00000000-0000-4000-8000-000000000000', key: 'mine', name: 'Mine', createdAt: clock() });
    expect(await apply(join(folder, 'gone.json'))).toMatchObject({ applied: false, because: 'the installation has projects already' });
  });

  test.runIf(kind === 'postgres')('is applied once when two servers start at the same moment', async () => {
    const path = write({ projects: [shop] });
    const outcomes = await Promise.allSettled([apply(path), apply(path)]);
    const applied = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.applied);
    expect(applied).toHaveLength(1);
    const names = (await store.db.select().from(events)).filter(({ kind: what }) => what === 'key.made').map(({ body }) => body?.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('an init file that cannot be used', () => {
  const refusal = (content: unknown): string => {
    try {
      readInitFile(write(content));
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };
  const withKey = (key: object) => ({ projects: [{ ...shop, keys: [key] }] });

  test('every mistake is listed with its place', () => {
    const said = refusal({ projcts: [], projects: [{ key: 'Shop!', name: '', environments: [] }] });
    for (const pointer of ['#/projcts', '#/projects/0/key', '#/projects/0/name', '#/projects/0/environments'])
      expect(said).toContain(pointer);
  });

  test.each([
    [
      'a secret of no known shape',
      { kind: 'server', name: 'x', environment: 'production', secret: 'hunter2' },
      /#\/projects\/0\/keys\/0\/secret: must look like slu_sdk_<id>_<secret>/,
    ],
    [
      'a secret of another kind',
      { kind: 'automation', name: 'x', secret: GIVEN },
      /is that of a server key, but the kind here is automation/,
    ],
    [
      'an environment that is not there',
      { kind: 'server', name: 'x', environment: 'moon' },
      /no environment "moon" \(it has development, production\)/,
    ],
    ['a server key without an environment', { kind: 'server', name: 'x' }, /a server key belongs to one environment/],
    ['a token with an environment', { kind: 'automation', name: 'x', environment: 'production' }, /speaks for the whole project/],
    [
      'origins of a server key',
      { kind: 'server', name: 'x', environment: 'production', origins: ['https://a.example'] },
      /only client keys/,
    ],
  ])('%s is refused in words', (_name, key, words) => {
    expect(refusal(withKey(key))).toMatch(words);
  });

  test('the same project, environment or key id twice is refused', () => {
    expect(refusal({ projects: [shop, shop] })).toContain('"shop" is there twice');
    expect(refusal({ projects: [{ ...shop, keys: [], environments: [...environments, environments[0]] }] })).toContain(
      '"development" is there twice',
    );
    expect(refusal({ projects: [{ ...shop, keys: [shop.keys[0], shop.keys[0]] }] })).toContain('the id "shopprod" is there twice');
  });

  test('no message holds a secret', () => {
    expect(refusal(`{"projects": "${GIVEN}" x`)).not.toContain('a1a1');
    expect(refusal(withKey({ kind: 'automation', name: 'x', secret: GIVEN }))).not.toContain('a1a1');
    expect(refusal(withKey({ kind: 'server', name: 'x', environment: 'production', secret: 'hunter2' }))).not.toContain('hunter2');
  });

  test('a file that is not there is named', () => {
    expect(() => readInitFile(join(folder, 'nowhere.json'))).toThrow(/nowhere\.json \(SLUICE_INIT_FILE\)[\s\S]*no such file/);
  });
});
