import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Kept, Timers } from '@sluice/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileCache, type FileCacheParts } from '../src/file-cache.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sluice-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Timers that ring when the test says so. */
function handTimers() {
  const due = new Set<() => void>();
  const timers: Timers = {
    now: () => 0,
    after(_, run) {
      due.add(run);
      return () => due.delete(run);
    },
  };
  const ring = () => {
    for (const run of [...due]) {
      due.delete(run);
      run();
    }
  };
  return { timers, due, ring };
}

function open(parts: Partial<FileCacheParts> = {}) {
  const faults: string[] = [];
  const hand = handTimers();
  const file = path.join(folder, 'flags.json');
  const cache = new FileCache({ file, bootstrap: undefined, timers: hand.timers, onFault: (fault) => faults.push(fault), ...parts });
  const load = () => new Promise<readonly Kept[]>((resolve) => cache.load('owner', resolve));
  return { cache, faults, file, load, ...hand };
}

test('what was saved is loaded, the last before the one before', async () => {
  const { cache, load, faults } = open();
  cache.save('owner', () => 'first');
  await cache.close();
  cache.save('owner', () => 'second');
  await cache.close();
  const kept = (await load()).map(({ text }) => text);
  expect([kept, faults]).toEqual([['second', 'first'], []]);
  expect((await readdir(folder)).sort()).toEqual(['flags.json', 'flags.json.previous']);
});

test('a burst is written as its first and its last, and texts in between are not even made', async () => {
  const { cache, file, due } = open();
  const made: number[] = [];
  for (let index = 0; index < 100; index++) {
    cache.save('owner', () => {
      made.push(index);
      return String(index);
    });
  }
  await cache.close();
  expect([made, await readFile(file, 'utf8'), due.size]).toEqual([[0, 99], '99', 0]);
});

test('a missing cache is nothing to speak of; a missing bootstrap is', async () => {
  const { load, faults } = open({ bootstrap: { file: path.join(folder, 'shipped.json') } });
  expect(await load()).toEqual([]);
  expect(faults).toEqual([expect.stringContaining('shipped.json')]);
});

test('a folder that cannot be written is told of, and nothing is thrown', async () => {
  await writeFile(path.join(folder, 'a-file'), '');
  const { cache, faults } = open({ file: path.join(folder, 'a-file', 'flags.json') });
  cache.save('owner', () => 'text');
  await cache.close();
  expect(faults).toEqual([expect.stringContaining('cannot be written')]);
});

test('a text that cannot be made is told of and leaves the old file alone', async () => {
  const { cache, faults, file, load } = open();
  await writeFile(file, 'old');
  cache.save('owner', () => {
    throw new RangeError('too deep');
  });
  await cache.close();
  expect((await load()).map(({ text }) => text)).toEqual(['old']);
  expect(faults).toEqual([expect.stringContaining('too deep')]);
});
