import { createHash } from 'node:crypto';
import type { Key } from '../keys/key.ts';
import type { Timers } from './timers.ts';

/** Where keys are looked up. */
export interface KeySource {
  /** The key that a secret belongs to, revoked or not; null when there is none. */
  find(secret: string): Promise<Key | null>;
  /** Those of these ids that are revoked by now. */
  revokedAmong(ids: readonly string[]): Promise<readonly string[]>;
}

const FRESH_MS = 60_000;
const KEPT_KEYS = 10_000;
const LOOKUPS = 3;

interface Known {
  readonly key: Key;
  readonly at: number;
}

/**
 * Keys that were found right, in memory: a herd costs one look-up, and a key that was seen opens the stream while the
 * database is away. `sweep` takes revoked keys out.
 */
export class KeyDirectory {
  readonly #source: KeySource;
  readonly #timers: Timers;
  readonly #known = new Map<string, Known>();
  readonly #pending = new Map<string, Promise<Key | null>>();
  #sweeps = 0;

  constructor(source: KeySource, timers: Timers) {
    this.#source = source;
    this.#timers = timers;
  }

  /** null for an unknown or revoked key. @throws when the database is away and the key was never seen. */
  async find(secret: string): Promise<Key | null> {
    const digest = createHash('sha256').update(secret).digest('base64');
    const known = this.#known.get(digest);
    if (known !== undefined && this.#timers.now() - known.at < FRESH_MS) return known.key;
    const pending = this.#pending.get(digest);
    if (pending !== undefined) return await pending;
    const lookup = this.#lookUp(secret, digest).finally(() => this.#pending.delete(digest));
    this.#pending.set(digest, lookup);
    return await lookup;
  }

  /** Takes out every key, known or among `inUse`, that was revoked, and returns their ids. @throws when they cannot be read. */
  async sweep(inUse: Iterable<string>): Promise<ReadonlySet<string>> {
    this.#sweeps++;
    const ids = new Set([...inUse, ...[...this.#known.values()].map(({ key }) => key.id)]);
    if (ids.size === 0) return ids;
    const revoked = new Set(await this.#source.revokedAmong([...ids]));
    for (const [digest, { key }] of this.#known) if (revoked.has(key.id)) this.#known.delete(digest);
    return revoked;
  }

  async #lookUp(secret: string, digest: string): Promise<Key | null> {
    try {
      const found = await this.#findSettled(secret);
      const key = found === null || found.revokedAt !== null ? null : found;
      this.#known.delete(digest);
      if (key !== null) this.#remember(digest, key);
      return key;
    } catch (error) {
      const known = this.#known.get(digest);
      if (known === undefined) throw error;
      return known.key;
    }
  }

  /** A key read just before it was revoked would miss the sweep, so a sweep in between means to read again. */
  async #findSettled(secret: string): Promise<Key | null> {
    for (let lookup = 1; ; lookup++) {
      const sweeps = this.#sweeps;
      const key = await this.#source.find(secret);
      if (sweeps === this.#sweeps || lookup === LOOKUPS) return key;
    }
  }

  #remember(digest: string, key: Key): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= KEPT_KEYS && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(digest, { key, at: this.#timers.now() });
  }
}
