/** Runs what the README shows, as it stands, against a server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flag, ruleset, startStub } from './stub-server.ts';

const TSX = import.meta.resolve('tsx');
const ENTRY = import.meta.resolve('../src/index.ts');
const readme = readFileSync(fileURLToPath(import.meta.resolve('../README.md')), 'utf8');
const samples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code).filter((code) => code.includes('import'));

let server: Awaited<ReturnType<typeof startStub>>;
let folder: string;
beforeAll(async () => {
  server = await startStub('serve', ruleset(1, [flag('checkout.new-flow', true), flag('worker.batch-size', 5)]));
  folder = mkdtempSync(path.join(tmpdir(), 'sluice-'));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

test.each(samples.map((code, index) => [index + 1, code] as const))('sample %i of the README runs to its end', async (index, code) => {
  const args = [
    '--import',
    TSX,
    '--conditions=@sluice/source',
    '--input-type=module',
    '-e',
    code.replaceAll("'@sluice/node'", `'${ENTRY}'`),
  ];
  const env = { PATH: process.env.PATH, SLUICE_URL: server.url, SLUICE_SDK_KEY: 'k', SLUICE_LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect([exit, errors]).toEqual([0, '']);
  if (index === 1) expect(out).toBe('the new checkout\n');
});
