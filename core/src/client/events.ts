import type { ErrorCode } from '../evaluate/details.ts';
import type { ChangeCause } from '../sync/messages.ts';

export interface SluiceError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly cause?: unknown;
}

/** Where the ruleset that answers came from. */
export type DataSource = 'stream' | 'poll' | 'cache' | 'bootstrap' | 'overrides' | 'none';

/** `failed`: nothing to serve, and the server refused the key or was not named. A client goes on trying all the same. */
export type ClientStatus = 'starting' | 'ready' | 'stale' | 'failed' | 'closed';

export type ReadyResult =
  | { readonly status: 'ready'; readonly source: Exclude<DataSource, 'none'>; readonly revision: number }
  | { readonly status: 'timeout'; readonly serving: DataSource }
  | { readonly status: 'failed'; readonly error: SluiceError };

/** What is needed of an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
}

export interface ReadyOptions {
  /** 5,000 unless said. */
  readonly timeoutMs?: number;
  /** Ends the wait early, as a time-out does. */
  readonly signal?: Signal;
}

/** Some flags may answer otherwise than before. */
export interface ChangeEvent {
  /** The environment's. */
  readonly revision: number;
  readonly keys: readonly string[];
  /**
   * What the change was, as the log has it; or `resync` for a ruleset that replaced what was held, `override`, a new
   * `context`, and `stale` for flags that serve something else once the server was away for long.
   */
  readonly cause: ChangeCause | 'resync' | 'override' | 'context' | 'stale';
}

export interface ClientEvents {
  readonly ready: Extract<ReadyResult, { status: 'ready' }>;
  readonly change: ChangeEvent;
  readonly stale: { readonly sinceMs: number };
  readonly error: SluiceError;
}

export type Unsubscribe = () => void;
