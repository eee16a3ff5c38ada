/** How long a newcomer waits: `npm start` in a fresh copy of this checkout, until the server answers, and once more. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { linesOf } from '../e2e/harness/lines.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOT_COPIED = new Set(['node_modules', 'dist', '.sluice', '.git', 'coverage']);

export interface StartFigures {
  /** Installs, builds, makes the database. The package manager's own store may hold packages already. */
  readonly firstSeconds: number;
  readonly againSeconds: number;
}

/** Seconds from `npm start` to the first answer of `/readyz`. */
export async function measureStart(): Promise<StartFigures> {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-start-'));
  try {
    fs.cpSync(ROOT, copy, { recursive: true, filter: (file) => !NOT_COPIED.has(path.basename(file)) && !file.endsWith('.tsbuildinfo') });
    return { firstSeconds: await secondsToAnswer(copy), againSeconds: await secondsToAnswer(copy) };
  } finally {
    fs.rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function describeStart({ firstSeconds, againSeconds }: StartFigures): string[] {
  return [
    `npm start, the first time (installs, builds, makes the database): ${firstSeconds.toFixed(1)} s`,
    `npm start, from the second time on: ${againSeconds.toFixed(1)} s`,
  ];
}

async function secondsToAnswer(folder: string): Promise<number> {
  const started = performance.now();
  // In a group of its own, so that all of it can be ended.
  const child = spawn('npm', ['start'], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...outerEnvironment(), SLUICE_LISTEN: '127.0.0.1:0', SLUICE_LOG_FORMAT: 'json' },
  });
  const url = await linesOf(child).first((line) => /"url":"([^"]+)"/.exec(line)?.[1]);
  const answer = await fetch(`${url}/readyz`);
  const seconds = (performance.now() - started) / 1000;
  const ended = once(child, 'exit');
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  await ended;
  if (!answer.ok) throw new Error(`/readyz answered ${answer.status}`);
  return seconds;
}

/** Without what this process was given by its own npm, and without settings of Sluice. */
function outerEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|SLUICE_|INIT_CWD$)/i.test(name)));
}
