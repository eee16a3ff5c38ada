import type { Key } from '../../src/keys/key.ts';
import type { KeyWatch } from '../../src/stream/hub.ts';

const pad = (id: string): string => id.padEnd(24, '0');
export const SERVER_KEY = `slu_sdk_server1_${pad('s')}`;
export const CLIENT_KEY = `slu_pub_client1_${pad('c')}`;
export const SHOP_KEY = `slu_pub_shop1_${pad('o')}`;
export const TOKEN = `slu_api_token1_${pad('t')}`;

const key = (id: string, kind: Key['kind'], more: Partial<Key> = {}): Key => ({
  id,
  kind,
  name: id,
  environmentId: kind === 'automation' ? null : 'env-1',
  projectId: 'project-1',
  projectKey: 'shop',
  environmentKey: kind === 'automation' ? null : 'production',
  origins: [],
  revokedAt: null,
  ...more,
});

/** Keys in memory: one of each kind, and a client key for the pages of one origin. */
export class MemoryKeys implements KeyWatch {
  readonly keys = new Map<string, Key>([
    [SERVER_KEY, key('server1', 'server')],
    [CLIENT_KEY, key('client1', 'client')],
    [SHOP_KEY, key('shop1', 'client', { origins: ['https://shop.example'] })],
    [TOKEN, key('token1', 'automation')],
  ]);
  lookups = 0;
  outage: Error | null = null;
  readonly #doubts = new Set<() => void>();

  revoke(id: string): void {
    for (const [secret, known] of this.keys) if (known.id === id) this.keys.set(secret, { ...known, revokedAt: new Date(0) });
    for (const doubt of this.#doubts) doubt();
  }

  async find(secret: string): Promise<Key | null> {
    this.lookups++;
    if (this.outage !== null) throw this.outage;
    return this.keys.get(secret) ?? null;
  }

  async revokedAmong(ids: readonly string[]): Promise<readonly string[]> {
    if (this.outage !== null) throw this.outage;
    return [...this.keys.values()].filter(({ id, revokedAt }) => revokedAt !== null && ids.includes(id)).map(({ id }) => id);
  }

  onDoubt(listener: () => void): () => void {
    this.#doubts.add(listener);
    return () => this.#doubts.delete(listener);
  }
}
