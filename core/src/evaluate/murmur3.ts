import murmurhash from 'murmurhash';

/**
 * MurmurHash3 x86-32 of a text's UTF-8 bytes, unsigned (Austin Appleby, SMHasher).
 *
 * ASCII is hashed in place, without encoding. A lone surrogate has no UTF-8; it hashes as U+FFFD, as
 * `TextEncoder` writes it, so all texts that differ only in lone surrogates share a hash.
 */
export function murmur3(text: string, seed = 0): number {
  return murmur3Signed(text, seed) >>> 0;
}

/** The same as a signed number, which engines keep in a register where they would put an unsigned one on the heap. */
export function murmur3Signed(text: string, seed: number): number {
  const { length } = text;
  const whole = length & ~3;
  let state = seed | 0;
  let index = 0;
  while (index < whole) {
    const a = text.charCodeAt(index);
    const b = text.charCodeAt(index + 1);
    const c = text.charCodeAt(index + 2);
    const d = text.charCodeAt(index + 3);
    if ((a | b | c | d) > 127) return murmurhash.v3(text, seed >>> 0) | 0;
    state = mix(state, a | (b << 8) | (c << 16) | (d << 24));
    index += 4;
  }
  let tail = 0;
  for (let last = length - 1; last >= whole; last--) {
    const unit = text.charCodeAt(last);
    if (unit > 127) return murmurhash.v3(text, seed >>> 0) | 0;
    tail = (tail << 8) | unit;
  }
  if (length > whole) state ^= scramble(tail);
  return finish(state ^ length);
}

/** State of MurmurHash3 x86-32, seed 0, after the four little-endian bytes of `word`. */
export function murmur3State(word: number): number {
  return mix(0, word);
}

/** Hash of eight bytes, le32 of two words: the first as the state that `murmur3State` made of it. */
export function murmur3Pair(state: number, word: number): number {
  return finish(mix(state, word) ^ 8) >>> 0;
}

function scramble(word: number): number {
  const product = Math.imul(word, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}

function mix(state: number, word: number): number {
  const mixed = state ^ scramble(word);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(state: number): number {
  let hash = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
