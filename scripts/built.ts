import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const RUN = fileURLToPath(new URL('./run.mjs', import.meta.url));

/** Builds what is there, when it is not built yet. As vitest's global set-up: end-to-end tests run what ships. */
export default function setup(): void {
  const run = spawnSync(process.execPath, [RUN, 'setup'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`The build failed:\n${run.stdout}${run.stderr}`);
}
