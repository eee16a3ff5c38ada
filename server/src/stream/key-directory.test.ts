import { expect, test } from 'vitest';
import { ManualTimers } from '../../test/stream/manual-timers.ts';
import { MemoryKeys, SERVER_KEY } from '../../test/stream/memory-keys.ts';
import { KeyDirectory } from './key-directory.ts';

function directory() {
  const keys = new MemoryKeys();
  const timers = new ManualTimers();
  return { keys, timers, directory: new KeyDirectory(keys, timers) };
}

test('a herd with one key costs one look-up a minute', async () => {
  const { keys, timers, directory: known } = directory();
  const found = await Promise.all(Array.from({ length: 100 }, () => known.find(SERVER_KEY)));
  expect(new Set(found.map((key) => key?.id))).toEqual(new Set(['server1']));
  await known.find(SERVER_KEY);
  expect(keys.lookups).toBe(1);
  timers.advance(60_000);
  await known.find(SERVER_KEY);
  expect(keys.lookups).toBe(2);
});

test('an unknown key is looked up each time, so that one made a moment ago works', async () => {
  const { keys, directory: known } = directory();
  expect([await known.find('nothing'), await known.find('nothing')]).toEqual([null, null]);
  expect(keys.lookups).toBe(2);
});

test('a sweep takes revoked keys out and names those in use', async () => {
  const { keys, directory: known } = directory();
  await known.find(SERVER_KEY);
  keys.revoke('server1');
  expect(await known.sweep(['client1', 'server1'])).toEqual(new Set(['server1']));
  expect(await known.find(SERVER_KEY)).toBeNull();
});

test('a key that is revoked while it is looked up does not slip past the sweep', async () => {
  const { keys, directory: known } = directory();
  const plain = keys.find.bind(keys);
  keys.find = async (secret) => {
    const key = await plain(secret);
    if (keys.lookups === 1) {
      keys.revoke('server1');
      await known.sweep([]);
    }
    return key;
  };
  expect(await known.find(SERVER_KEY)).toBeNull();
});

test('while the database is away a key that was seen still counts, and another cannot be judged', async () => {
  const { keys, timers, directory: known } = directory();
  await known.find(SERVER_KEY);
  timers.advance(120_000);
  keys.outage = new Error('away');
  expect(await known.find(SERVER_KEY)).toMatchObject({ id: 'server1' });
  await expect(known.find('another')).rejects.toThrow('away');
});
