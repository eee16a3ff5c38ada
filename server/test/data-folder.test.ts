import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fsyncSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepare } from '../src/db/open.ts';
import { openFolder } from '../src/db/pglite.ts';
import { people } from '../src/db/tables.ts';

const person = (n: number) => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  email: `${n}@example.com`,
  name: 'Ada',
  createdAt: new Date(0),
});

describe('the data folder of the embedded database', () => {
  let folder: string;
  let lock: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-folder-'));
    lock = join(folder, 'server.lock');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const open = async (sync?: (descriptor: number) => void) => await prepare(await openFolder(folder, sync), () => new Date(0));

  it('syncs the log of the database for each transaction before it is acknowledged', async () => {
    let synced = 0;
    const store = await open((descriptor) => {
      synced += 1;
      fsyncSync(descriptor);
    });
    for (let n = 1; n <= 20; n += 1) {
      const before = synced;
      await store.transaction((tx) => tx.insert(people).values(person(n)));
      expect(synced).toBeGreaterThan(before);
    }
    await store.close();
  });

  it('keeps what was written, and its epoch, over a restart', async () => {
    const store = await open();
    expect(await store.db.select().from(people)).toHaveLength(20);
    await store.close();
  });

  it('is refused to a second server, by the name of the first', async () => {
    const store = await open();
    await expect(openFolder(folder)).rejects.toThrow(/in use|already/i);
    expect(readFileSync(lock, 'utf8')).toContain(String(process.pid));
    await store.close();
  });

  it('is taken over from a server that is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    writeFileSync(lock, JSON.stringify({ pid: child.pid, host: hostname(), began: '1' }));
    const store = await open();
    expect(await store.db.select().from(people)).toHaveLength(20);
    await store.close();
  });
});
