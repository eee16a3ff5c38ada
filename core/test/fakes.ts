/** One fake for each port of the client, driven by the test's hand. */
import { type ClientParts, FlagClient } from '../src/client/flag-client.ts';
import type { Connection, ConnectionListener, Kept, Logger, SnapshotCache, Timers, Transport } from '../src/client/ports.ts';
import type { ClientMessage, ServerMessage } from '../src/sync/messages.ts';

/** A clock that moves only when told, and runs what falls due on the way. */
export class HandTimers implements Timers {
  #now = 0;
  #due: { readonly at: number; readonly run: () => void; readonly hold: boolean }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void, hold = false): () => void {
    const entry = { at: this.#now + ms, run, hold };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((one) => one !== entry);
    };
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#due = this.#due.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }

  /** How many timers would keep a process from ending. */
  get held(): number {
    return this.#due.filter(({ hold }) => hold).length;
  }

  get pending(): number {
    return this.#due.length;
  }

  #next(end: number) {
    return this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** The far end of one connection. */
export class FakeSocket implements Connection {
  readonly sent: ClientMessage[] = [];
  isClosed = false;
  readonly #listener: ConnectionListener;

  constructor(listener: ConnectionListener) {
    this.#listener = listener;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(): void {
    this.isClosed = true;
  }

  open(): this {
    this.#listener.opened();
    return this;
  }

  say(message: ServerMessage): void {
    this.#listener.received(JSON.stringify(message));
  }

  sayText(text: string): void {
    this.#listener.received(text);
  }

  lose(code = 1006, reason = ''): void {
    this.#listener.closed(code, reason);
  }
}

export class FakeTransport implements Transport {
  readonly kind = 'stream';
  readonly sockets: FakeSocket[] = [];

  connect(listener: ConnectionListener): Connection {
    const socket = new FakeSocket(listener);
    this.sockets.push(socket);
    return socket;
  }

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nothing has connected');
    return socket;
  }
}

export class MemoryCache implements SnapshotCache {
  readonly saved = new Map<string, string>();
  kept: readonly Kept[] | undefined;
  closed = 0;

  load(owner: string, use: (kept: readonly Kept[]) => void): void {
    const text = this.saved.get(owner);
    use(this.kept ?? (text === undefined ? [] : [{ source: 'cache', text }]));
  }

  save(owner: string, make: () => string): void {
    this.saved.set(owner, make());
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

export class HeardLog implements Logger {
  readonly lines: string[] = [];
  readonly debug = (message: string) => this.#hear('debug', message);
  readonly info = (message: string) => this.#hear('info', message);
  readonly warn = (message: string) => this.#hear('warn', message);
  readonly error = (message: string) => this.#hear('error', message);

  #hear(level: string, message: string): void {
    this.lines.push(`${level}: ${message}`);
  }
}

export function fakeClient(parts: Partial<ClientParts> = {}) {
  const timers = new HandTimers();
  const transport = new FakeTransport();
  const log = new HeardLog();
  const cache = new MemoryCache();
  const client = new FlagClient({
    identity: { sdk: 'test', sdkVersion: '0', instance: 'here', clientId: 'c1' },
    transport,
    platform: { timers, clock: () => 0, random: () => 0.5, log },
    engines: {},
    cache,
    owner: 'owner',
    staleAfterMs: 60_000,
    ...parts,
  });
  return { client, timers, transport, log, cache };
}
