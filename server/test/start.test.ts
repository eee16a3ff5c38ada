import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { runCommand } from '../src/command-line.ts';
import type { Environment } from '../src/config.ts';
import { startServer } from '../src/start.ts';
import { PASSWORD } from './app.ts';
import { createPostgres } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const start = (environment: Environment) => startServer({ SLUICE_LISTEN: '127.0.0.1:0', ...environment }, { output: nowhere });

async function run(words: readonly string[], environment: Environment = {}): Promise<{ code: unknown; said: string; complained: string }> {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runCommand(words, {
    environment,
    terminal: false,
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

async function signInBy(url: string, link: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: link.trim().split('#')[1], email: 'ada@example.com', name: 'Ada', password: PASSWORD }),
  });
  return response.status;
}

test('a first start gives a link; while it runs, and while it is stopped, the command line gives others', async () => {
  const environment = { SLUICE_DATA: join(folder, 'data') };
  const stopped = await run(['sign-in-link'], environment);
  const first = await start(environment);
  expect((await fetch(`${first.url}/readyz?for=write`)).status).toBe(200);
  expect(await signInBy(first.url, first.signInLink ?? '')).toBe(200);
  expect(await signInBy(first.url, stopped.said)).toBe(200);
  const running = await run(['sign-in-link'], environment);
  expect(await signInBy(first.url, running.said)).toBe(200);
  expect(await signInBy(first.url, running.said)).toBe(403);
  expect(readdirSync(join(folder, 'data', 'sign-in-links'))).toEqual([]);
  await first.close();

  const second = await start(environment);
  expect(second.signInLink).toBeNull();
  await second.close();
});

test('on Postgres the command line writes its link into the database', async () => {
  const { url, drop } = await createPostgres();
  const environment = { SLUICE_DATABASE_URL: url, SLUICE_PUBLIC_URL: 'https://flags.example.com' };
  const server = await start(environment);
  const { said } = await run(['sign-in-link'], environment);
  expect(said).toMatch(/^https:\/\/flags\.example\.com\/sign-in#/);
  expect(await signInBy(server.url, said)).toBe(200);
  expect(await signInBy(server.url, said)).toBe(403);
  await server.close();
  await drop();
});

test('without automatic migration an empty database is refused until it is migrated', async () => {
  const { url, drop } = await createPostgres();
  const environment = { SLUICE_DATABASE_URL: url, SLUICE_AUTO_MIGRATE: 'false' };
  await expect(start(environment)).rejects.toThrow('sluice-server migrate');
  expect(await run(['migrate'], environment)).toMatchObject({ code: 0 });
  await (await start(environment)).close();
  await drop();
});

test('an address that is taken is said so', async () => {
  const one = await start({ SLUICE_DATA: join(folder, 'one') });
  const taken = start({ SLUICE_DATA: join(folder, 'two'), SLUICE_LISTEN: new URL(one.url).host });
  await expect(taken).rejects.toThrow(/another program listens there/);
  await one.close();
});

test('help is printed when asked for, and with a hint when a word is unknown', async () => {
  expect(await run(['--help'])).toMatchObject({ code: 0, said: expect.stringContaining('sign-in-link') });
  expect(await run(['strat'])).toMatchObject({ code: 2, complained: expect.stringContaining('did you mean "start"?') });
  expect(await run(['config', 'all'])).toMatchObject({ code: 2, complained: expect.stringContaining('"all"') });
});

test('settings that cannot be used end with code 2 and all their names', async () => {
  expect(await run(['config'], { SLUICE_LISTEN: 'x', SLUICE_LOG_LEVEL: 'loud' })).toMatchObject({
    code: 2,
    complained: expect.stringMatching(/SLUICE_LISTEN[\s\S]*SLUICE_LOG_LEVEL/),
  });
});
