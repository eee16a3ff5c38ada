/** Whether a process with a client ends when it should, seen from outside. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStub } from './stub-server.ts';

const TSX = import.meta.resolve('tsx');
const ENTRY = import.meta.resolve('../src/index.ts');

let serving: Awaited<ReturnType<typeof startStub>>;
let hanging: Awaited<ReturnType<typeof startStub>>;
beforeAll(async () => {
  serving = await startStub('serve');
  hanging = await startStub('hang');
});
afterAll(() => Promise.all([serving.stop(), hanging.stop()]));

/** Runs a script in which `client` is made already; resolves with how it ended. */
async function run(url: string, script: string) {
  const program = `import { createClient } from '${ENTRY}'; const client = createClient(); ${script}`;
  const args = ['--import', TSX, '--conditions=@sluice/source', '--input-type=module', '-e', program];
  const env = { PATH: process.env.PATH, SLUICE_URL: url, SLUICE_SDK_KEY: 'k' };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, out: out.trim(), errors };
}

test('a script with a connected, idle client ends by itself', async () => {
  const { code, out } = await run(serving.url, `await client.ready(); console.log(client.status, client.get('a', 0));`);
  expect([code, out]).toEqual([0, 'ready 1']);
});

test('a script that awaits ready lives until that has settled', async () => {
  const { code, out } = await run(hanging.url, `console.log((await client.ready({ timeoutMs: 200 })).status);`);
  expect([code, out]).toEqual([0, 'timeout']);
});

test('a script that never asks ends at once, whether the server answers or not', async () => {
  const ended = await Promise.all([run(hanging.url, ''), run(serving.url, ''), run('http://127.0.0.1:1', '')]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
});

test('a script that closes its client lives until that is done', async () => {
  const { code, out } = await run(serving.url, `await client.ready(); await client.close(); console.log(client.status);`);
  expect([code, out]).toEqual([0, 'closed']);
});

test('without a server, a key and listeners for errors nothing is thrown and nothing is left unhandled', async () => {
  const { code, out, errors } = await run('', `console.log((await client.ready()).status, client.get('a', 7));`);
  expect([code, out]).toEqual([0, 'failed 7']);
  expect(errors.trim().split('\n')).toEqual([expect.stringContaining('SLUICE_URL')]);
});
