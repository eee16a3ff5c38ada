/** Runs what the README shows, as it stands; without a WebSocket, so that the defaults answer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const TSX = import.meta.resolve('tsx');
const ENTRY = import.meta.resolve('../src/index.ts');
const readme = readFileSync(fileURLToPath(import.meta.resolve('../README.md')), 'utf8');
const samples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code).filter((code) => code.includes('import'));

test.each([
  [samples[0], 'the checkout as it was\n'],
  [samples[1], 'timeout\n'],
])('a sample of the README runs to its end: %#', async (code = '', expected) => {
  const args = [
    '--import',
    TSX,
    '--conditions=@sluice/source',
    '--input-type=module',
    '-e',
    code.replaceAll("'@sluice/browser'", `'${ENTRY}'`),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } });
  const [out, errors, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect([exit, errors, out]).toEqual([0, '', expected]);
});
