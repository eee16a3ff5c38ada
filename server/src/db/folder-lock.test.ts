import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderLock, lockFolder } from './folder-lock.ts';

let folder: string;
let file: string;
let held: FolderLock | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-lock-'));
  file = join(folder, 'server.lock');
});
afterEach(() => {
  held?.release();
  held = null;
  rmSync(folder, { recursive: true });
});

const leave = (holder: object, silentSeconds = 0): void => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname(), began: null, ...holder }));
  const then = new Date(Date.now() - silentSeconds * 1_000);
  utimesSync(file, then, then);
};
const PARENT = process.ppid;

test('a folder is held until it is released', () => {
  held = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(/in use by this very process/);
  held.release();
  expect(existsSync(file)).toBe(false);
  held = lockFolder(folder);
});

test('the refusal names the process, the file and the way out', () => {
  leave({ pid: PARENT });
  expect(() => lockFolder(folder)).toThrow(new RegExp(`in use by process ${PARENT} on this machine.*SLUICE_DATA.*delete .*server\\.lock`));
  expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(PARENT);
});

test.skipIf(process.platform !== 'linux')('a process that has the pid of the holder but began at another time is not the holder', () => {
  leave({ pid: PARENT, began: '1' });
  held = lockFolder(folder);
  expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
});

test('a lock with the own pid of another life, as of pid 1 in a container, was left behind', () => {
  leave({ began: '1' });
  held = lockFolder(folder);
});

test('a holder on another host is believed while it shows life, and not for longer', () => {
  leave({ host: 'elsewhere', pid: 7 });
  expect(() => lockFolder(folder)).toThrow(/process 7 on the host elsewhere, which last showed life 0 s ago/);
  leave({ host: 'elsewhere', pid: 7 }, 60);
  held = lockFolder(folder);
});

test('a lock that is just being written is respected, and an old one that was never finished is not', () => {
  writeFileSync(file, '');
  expect(() => lockFolder(folder)).toThrow(/a server that is starting/);
  utimesSync(file, new Date(0), new Date(0));
  held = lockFolder(folder);
});
