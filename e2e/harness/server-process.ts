/** The server as people run it: the built files, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Lines, linesOf } from './lines.ts';
import type { Place } from './place.ts';

const MAIN = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  /** One-time link of a first start. */
  signInLink(): Promise<string>;
  readonly lines: Lines;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Ends it as a power cut would: nothing is told, nothing is finished. */
  kill(): Promise<void>;
}

/** Starts a server over a place's data on a free port; resolves when it answers. */
export async function startServerProcess(place: Place, environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: place.data,
      SLUICE_LISTEN: '127.0.0.1:0',
      SLUICE_DATA: place.data,
      SLUICE_LOG_FORMAT: 'json',
      ...(place.databaseUrl === null ? {} : { SLUICE_DATABASE_URL: place.databaseUrl }),
      ...environment,
    },
  });
  const lines = linesOf(child);
  const url = await lines.first((line) => entry(line, 'url'));
  return {
    url,
    lines,
    signInLink: () => lines.first((line) => entry(line, 'signInLink')),
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

/** A field of a line of the log, which is JSON; undefined for other lines. */
function entry(line: string, name: string): string | undefined {
  try {
    return (JSON.parse(line) as Record<string, string | undefined>)[name];
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
