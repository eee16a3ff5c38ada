/** What a platform lends to a client. Nothing here may throw; what goes wrong is told through the callbacks. */

/** One way to the server. It carries the text frames of the protocol; one that polls makes the same frames of its answers. */
export interface Transport {
  /** What `ready()` names as the source of a ruleset that came this way. */
  readonly kind: 'stream' | 'poll';
  /** Begins one attempt. Callbacks come later than this call returns. */
  connect(listener: ConnectionListener): Connection;
}

export interface ConnectionListener {
  opened(): void;
  received(text: string): void;
  /** Once, also when opening failed; a WebSocket's close code, or 4401 and 4403 for an HTTP 401 and 403. */
  closed(code: number, reason: string): void;
}

export interface Connection {
  /** Does nothing on a connection that is not open. */
  send(text: string): void;
  close(): void;
}

/** Keeps the last ruleset for the next start. What it holds is believed only as far as its checksum. */
export interface SnapshotCache {
  /** Calls back once, now or later, with what is kept for this owner, the best first. */
  load(owner: string, use: (kept: readonly Kept[]) => void): void;
  /** `make` is called when there is time to write; a later call replaces an earlier one. */
  save(owner: string, make: () => string): void;
  /** Writes what has not been written. */
  close(): Promise<void>;
}

export interface Kept {
  readonly source: 'cache' | 'bootstrap';
  readonly text: string;
}

export interface Timers {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Calls once after `ms`; the result calls it off. Only `hold` keeps a process from ending meanwhile. */
  after(ms: number, run: () => void, hold?: boolean): () => void;
}

/** Where a client writes lines for people. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export interface Platform {
  readonly timers: Timers;
  /** Milliseconds since 1970, for conditions on instants. */
  readonly clock: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
}
