import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Two servers on one folder lose data without any error, so a server holds this file while it runs. */
const NAME = 'server.lock';
const SIGN_OF_LIFE_MS = 5_000;
/** How old the last sign of life of a server on another host must be before its lock counts as left behind. */
const SILENT_MS = 20_000;

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in the kernel's ticks, so that a pid given out again is not taken for the holder; null where unknown. */
  readonly began: string | null;
}

export interface FolderLock {
  release(): void;
}

/**
 * Takes the lock of a data folder. A lock is left behind, and is taken over, when its process is gone, or has this process's
 * own pid but began at another time (pid 1 of a container), or is of another host that gave no sign of life for 20 s.
 * @throws Error that says who holds the folder and what to do.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, NAME);
  const self: Holder = { pid: process.pid, host: hostname(), began: beginning(process.pid) };
  if (!create(file, self)) {
    const judged = contents(file);
    const reason = heldBy(file, self);
    if (reason !== null) throw new Error(refusal(folder, file, reason));
    if (!takeAway(file, judged) || !create(file, self))
      throw new Error(refusal(folder, file, 'another server that started at the same moment'));
  }
  const timer = setInterval(() => signOfLife(file), SIGN_OF_LIFE_MS);
  timer.unref();
  return {
    release: () => {
      clearInterval(timer);
      rmSync(file, { force: true });
    },
  };
}

function create(file: string, self: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(self), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock that was left behind, but never the fresh one of a server that came to the same judgement a moment earlier. */
function takeAway(file: string, judged: string | null): boolean {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  const isJudged = contents(aside) === judged;
  if (!isJudged) linkSync(aside, file);
  rmSync(aside);
  return isJudged;
}

function contents(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Words for the living holder; null when the lock was left behind. */
function heldBy(file: string, self: Holder): string | null {
  const holder = readHolder(file);
  const silentMs = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (holder === null) return silentMs > SILENT_MS ? null : 'a server that is starting';
  if (holder.host !== self.host) {
    return silentMs > SILENT_MS
      ? null
      : `process ${holder.pid} on the host ${holder.host}, which last showed life ${Math.round(silentMs / 1000)} s ago`;
  }
  if (holder.pid === self.pid) return holder.began !== null && holder.began === self.began ? 'this very process' : null;
  if (!isAlive(holder.pid)) return null;
  const began = beginning(holder.pid);
  return began !== null && holder.began !== null && began !== holder.began ? null : `process ${holder.pid} on this machine`;
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(contents(file) ?? '') as Holder;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function beginning(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function signOfLife(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // The folder was taken away from under the server; queries will say so.
  }
}

function refusal(folder: string, file: string, holder: string): string {
  return `The data folder ${folder} is in use by ${holder}. Two servers on one folder would lose data. Stop that one, or choose another folder with SLUICE_DATA; if you are sure that none runs, delete ${file}. Several servers need a Postgres (SLUICE_DATABASE_URL).`;
}
