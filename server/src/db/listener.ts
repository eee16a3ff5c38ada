import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { DatabaseLog } from './database.ts';
import { CHANNEL, createLocalDoorbell, parseRing } from './doorbell.ts';

export interface ListenerTimes {
  /** How often the listener notifies itself to prove that it lives; 20 s unless said. */
  readonly heartbeatMs: number;
  /** How long its own notification may take before it is taken for dead; 2 s unless said. */
  readonly echoMs: number;
  /** How often readers look for themselves, give or take a fifth; 5 s unless said. */
  readonly pollMs: number;
  /** Between two attempts to reconnect, give or take a half; 0.5 s unless said. */
  readonly reconnectMs: number;
}

export const LISTENER_TIMES: ListenerTimes = { heartbeatMs: 20_000, echoMs: 2_000, pollMs: 5_000, reconnectMs: 500 };

export interface ListenerNeeds {
  readonly url: string;
  readonly log: DatabaseLog;
  /** Notifies from another session than the listener's. */
  readonly notify: (channel: string, text: string) => Promise<unknown>;
  readonly times: ListenerTimes;
}

/** How long a connection may take to say goodbye. */
const LAST_WORD_MS = 500;

const POOLED =
  'Notifications of this Postgres do not arrive: LISTEN was accepted, but a notification from another session was not delivered in time. That is what a pooler in transaction mode (PgBouncer, for one) does. Give SLUICE_DATABASE_URL an address that leads to Postgres itself, or to a pooler in session mode.';

/**
 * Listens on a connection of its own. Every 20 s it notifies itself; without the echo it reconnects, and says that rings may
 * have been lost. Every 5 s it says so in any case, so that nothing waits longer for a lost ring.
 */
export class Listener {
  readonly doorbell = createLocalDoorbell();
  readonly #needs: ListenerNeeds;
  readonly #alive = `alive:${randomUUID()}`;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #client: pg.Client | null = null;
  #onEcho: () => void = () => {};
  #closed = false;

  constructor(needs: ListenerNeeds) {
    this.#needs = needs;
  }

  /** @throws Error when no notification arrives: behind a pooler that shares connections between transactions, none does. */
  async start(): Promise<void> {
    await this.#connect();
    if (!(await this.#echoes())) {
      await this.close();
      throw new Error(POOLED);
    }
    const { heartbeatMs, pollMs } = this.#needs.times;
    this.#repeat('heartbeat', heartbeatMs, () => this.#beat());
    this.#repeat('poll', pollMs, async () => this.doorbell.doubt());
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    if (this.#client !== null) await endOrDiscard(this.#client);
  }

  async #connect(): Promise<void> {
    const { url } = this.#needs;
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 1_500,
      keepAlive: true,
      application_name: 'sluice listener',
    });
    client.on('notification', (notification) => this.#heard(notification.payload ?? ''));
    client.on('error', (error) => this.#lost(client, error.message));
    client.on('end', () => this.#lost(client, 'the connection ended'));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      discard(client);
      throw error;
    }
    if (this.#closed) return discard(client);
    this.#client = client;
  }

  #heard(text: string): void {
    if (text === this.#alive) this.#onEcho();
    const ring = parseRing(text);
    if (ring !== null) this.doorbell.ring(ring);
  }

  #lost(client: pg.Client, why: string): void {
    if (this.#closed || client !== this.#client) return;
    this.#client = null;
    this.#needs.log.warn({ why }, 'the connection that listens for changes was lost; reconnecting');
    discard(client);
    void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#connect();
      this.doorbell.doubt();
    } catch {
      this.#after('reconnect', this.#needs.times.reconnectMs * (0.5 + Math.random()), () => void this.#reconnect());
    }
  }

  async #beat(): Promise<void> {
    const tested = this.#client;
    if (tested !== null && !(await this.#echoes()))
      this.#lost(tested, `its own notification did not arrive within ${this.#needs.times.echoMs} ms`);
  }

  #echoes(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#onEcho = () => resolve(true);
      this.#after('echo', this.#needs.times.echoMs, () => resolve(false));
      this.#needs.notify(CHANNEL, this.#alive).catch(() => resolve(false));
    });
  }

  #after(name: string, ms: number, work: () => unknown): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(work, ms).unref());
  }

  /** The next time begins when the work of this one has ended. */
  #repeat(name: string, ms: number, work: () => Promise<void>): void {
    this.#after(name, ms * (0.8 + 0.4 * Math.random()), async () => {
      await work();
      if (!this.#closed) this.#repeat(name, ms, work);
    });
  }
}

/** Ends a connection in order, or without its consent when it no longer answers. */
async function endOrDiscard(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => discard(client), LAST_WORD_MS);
  await client.end();
  clearTimeout(timer);
}

/** Ends a connection that may no longer answer, without waiting for it. */
function discard(client: pg.Client): void {
  client.on('error', () => {});
  client.end().catch(() => {});
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
