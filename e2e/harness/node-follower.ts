/** sdk-node in this process, and in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createClient } from '@sluice/node';
import { type Follower, type Seen, Sightings } from './follower.ts';
import { linesOf } from './lines.ts';
import { sharedClock } from './operator.ts';

const PROGRAM = fileURLToPath(new URL('./node-program.ts', import.meta.url));
const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url));

export async function followHere(url: string, key: string, flag: string): Promise<Follower> {
  const sightings = new Sightings();
  const client = createClient({ url, key, cache: false, logLevel: 'silent' });
  client.on('change', ({ keys, cause, revision }) =>
    sightings.add({ at: sharedClock(), keys, cause, revision, value: client.get(flag, false) }),
  );
  const ready = await client.ready();
  if (ready.status !== 'ready') throw new Error(`The SDK is not ready: ${JSON.stringify(ready)}`);
  return { name: 'sdk-node', seen: sightings.seen, sees: (revision) => sightings.sees(revision), close: () => client.close() };
}

export async function followElsewhere(url: string, key: string, flag: string): Promise<Follower> {
  const sightings = new Sightings();
  const child = spawn(process.execPath, [TSX, PROGRAM, flag], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, SLUICE_URL: url, SLUICE_SDK_KEY: key, SLUICE_LOG_LEVEL: 'silent' },
  });
  const lines = linesOf(child);
  await lines.first((line) => (line === 'ready' ? line : undefined));
  lines.each((line) => {
    if (line.startsWith('{')) sightings.add(JSON.parse(line) as Seen);
  });
  return {
    name: 'sdk-node in another process',
    seen: sightings.seen,
    sees: (revision) => sightings.sees(revision),
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
