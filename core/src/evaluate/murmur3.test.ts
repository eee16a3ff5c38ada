import murmurhash from 'murmurhash';
import { expect, test } from 'vitest';
import { murmur3, murmur3Pair, murmur3State } from './murmur3.ts';

/** Deterministic 32-bit numbers (a xorshift), so that a failure shows again. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const bytes = new TextEncoder();

test('SMHasher’s verification value comes out, ASCII keys through our path', () => {
  const hashes = new DataView(new ArrayBuffer(1024));
  for (let length = 0; length < 256; length++) {
    const key = Uint8Array.from({ length }, (_, index) => index);
    const seed = 256 - length;
    // Keys of up to 128 bytes are ASCII; longer ones hold bytes that are no text.
    const hash = length <= 128 ? murmur3(String.fromCharCode(...key), seed) : murmurhash.v3(key, seed);
    hashes.setUint32(length * 4, hash, true);
  }
  expect(murmurhash.v3(new Uint8Array(hashes.buffer), 0)).toBe(0xb0f57ee3);
});

test('a million texts hash as the murmurhash package hashes their UTF-8, lone surrogates as U+FFFD', { timeout: 60_000 }, () => {
  const random = numbers(42);
  const kinds: readonly (() => number)[] = [
    () => random() % 128,
    () => random() % 0x300,
    () => random() % 0x10000,
    () => 0xd800 + (random() % 0x800),
  ];
  let differences = 0;
  for (let count = 0; count < 1_000_000; count++) {
    // Half are ASCII throughout; the others mix in one unit of another kind, or are wild.
    const kind = kinds[count & 1 ? random() % 4 : 0] as () => number;
    const units = Array.from({ length: random() % 24 }, random() & 1 ? kind : (kinds[0] as () => number));
    if (count & 1) units.splice(random() % (units.length + 1), 0, kind());
    const text = String.fromCharCode(...units);
    const seed = count & 2 ? random() : 0;
    if (murmur3(text, seed) !== murmurhash.v3(bytes.encode(text), seed)) differences++;
  }
  expect(differences).toBe(0);
  expect(murmur3('a\ud800')).toBe(murmur3('a\ufffd'));
});

test('two words hash as their eight little-endian bytes', () => {
  const random = numbers(7);
  const words = new DataView(new ArrayBuffer(8));
  for (let count = 0; count < 10_000; count++) {
    const [first, second] = [random(), random()];
    words.setUint32(0, first, true);
    words.setUint32(4, second, true);
    expect(murmur3Pair(murmur3State(first), second)).toBe(murmurhash.v3(new Uint8Array(words.buffer), 0));
  }
});

const ids = Array.from({ length: 1_000_000 }, (_, index) => murmur3(`user-${index}`));
const bucket = (state: number, id: number) => Math.floor((murmur3Pair(state, id) * 100_000) / 2 ** 32);

/** Pearson's chi-squared against equal cells. */
function chiSquared(cells: readonly number[], total: number): number {
  const expected = total / cells.length;
  return cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test('a million ids spread evenly over the buckets', () => {
  for (const salt of ['checkout', 'a', '7f3c9d', '']) {
    const cells = new Array<number>(1000).fill(0);
    const state = murmur3State(murmur3(salt));
    for (const id of ids) {
      const cell = Math.floor(bucket(state, id) / 100);
      cells[cell] = (cells[cell] as number) + 1;
    }
    // 999 degrees of freedom: mean 999, standard deviation 44.7; 5 deviations.
    expect(Math.abs(chiSquared(cells, ids.length) - 999)).toBeLessThan(224);
  }
});

test('the buckets of two flags are independent, also when their salts’ hashes differ in one bit', () => {
  const salt = murmur3('checkout');
  for (let bit = 0; bit < 32; bit += 4) {
    const [one, two] = [murmur3State(salt), murmur3State(salt ^ (1 << bit))];
    const cells = new Array<number>(100).fill(0);
    for (let index = 0; index < 200_000; index++) {
      const id = ids[index] as number;
      const cell = Math.floor(bucket(one, id) / 10_000) * 10 + Math.floor(bucket(two, id) / 10_000);
      cells[cell] = (cells[cell] as number) + 1;
    }
    // 99 degrees of freedom: standard deviation 14.1; 5 deviations.
    expect(chiSquared(cells, 200_000)).toBeLessThan(170);
  }
});
