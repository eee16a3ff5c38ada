import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LINK_MS } from './sign-in-links.queries.ts';

/**
 * Links that were made while a server holds the embedded database, or while none runs: the digest is the name of an empty
 * file, its time of change the time it was made. Whoever can write to the data folder owns the installation anyway.
 */
export interface DroppedLinks {
  /** Makes the folder, closed to everybody else, so that a server finds what another account drops there later. */
  prepare(): void;
  drop(digest: string, createdAt: Date): void;
  /** When the file was dropped, if it is there and not older than a link may be. */
  find(digest: string, now: Date): Date | null;
  remove(digest: string): void;
  /** Removes what has run out. */
  sweep(now: Date): void;
}

const DIGEST = /^[0-9a-f]{64}$/;

export function createDroppedLinks(dataFolder: string): DroppedLinks {
  const folder = join(dataFolder, 'sign-in-links');
  const prepare = (): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  };
  const find = (digest: string, now: Date): Date | null => {
    if (!DIGEST.test(digest)) return null;
    const createdAt = statSync(join(folder, digest), { throwIfNoEntry: false })?.mtime;
    return createdAt !== undefined && createdAt.getTime() + LINK_MS > now.getTime() ? createdAt : null;
  };
  return {
    prepare,
    drop: (digest, createdAt) => {
      prepare();
      const file = join(folder, digest);
      writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
      utimesSync(file, createdAt, createdAt);
    },
    find,
    remove: (digest) => {
      if (DIGEST.test(digest)) rmSync(join(folder, digest), { force: true });
    },
    sweep: (now) => {
      prepare();
      for (const name of readdirSync(folder))
        if (find(name, now) === null && DIGEST.test(name)) rmSync(join(folder, name), { force: true });
    },
  };
}
