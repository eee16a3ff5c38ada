import type {
  ClientEvents,
  ClientStatus,
  EvaluationContext,
  EvaluationDetails,
  Logger,
  ReadyOptions,
  ReadyResult,
  Unsubscribe,
} from '@sluice/core';
import type { DefaultFor, FlagKey, ValueOf } from './types.ts';

export interface BrowserClientOptions {
  /** Where the server is; relative to the page if it is no whole address. */
  readonly url: string;
  /** May be published: it opens only flags that are available to browsers. */
  readonly clientKey: string;
  /** Who or what is asking, until `setContext`. The server is told of it when the client connects. */
  readonly context: EvaluationContext;
  /** `manual` waits for `start()`, after consent for instance. */
  readonly start?: 'now' | 'manual';
  /** Where the last ruleset is kept for a start without the server: one for each client key, used for its own context alone. */
  readonly storage?: 'local' | 'memory';
  /** After so long without contact answers are called stale; 60,000 unless said. */
  readonly staleAfterMs?: number;
  /** The console, for warnings and errors, unless said. */
  readonly logger?: Logger;
}

/** `superseded`: another call came before the answer. `timeout`: no answer yet; it is used when it comes. */
export type ContextResult =
  | { readonly status: 'applied'; readonly revision: number }
  | { readonly status: 'superseded' }
  | { readonly status: 'timeout' };

/** One connection for one current context, and answers from memory. */
export interface BrowserClient extends AsyncDisposable {
  readonly context: EvaluationContext;
  readonly status: ClientStatus;
  /** The environment's revision that answers now; 0 while there is none. */
  readonly revision: number;
  /** Connects; needed once after `start: 'manual'`. */
  start(): void;
  /** The value for the current context, or the default where there is none of its type. Never throws or waits. */
  get<Key extends FlagKey, const Default extends DefaultFor<Key>>(key: Key, defaultValue: Default): ValueOf<Key, Default>;
  /** The value together with the variant, the reason and how current it is. */
  details<Key extends FlagKey, const Default extends DefaultFor<Key>>(
    key: Key,
    defaultValue: Default,
  ): EvaluationDetails<ValueOf<Key, Default>>;
  /**
   * Makes this the current context, together with what the server has for it, when the answer is there; at once where the
   * targeting key is another, and flags made for the former one then serve defaults. Never rejects; waits 5,000 ms unless said.
   */
  setContext(next: EvaluationContext, options?: { readonly timeoutMs?: number }): Promise<ContextResult>;
  /** Calls back after a change to any of these flags, or to any at all; made for `useSyncExternalStore`. */
  subscribe(keys: readonly FlagKey[] | '*', listener: () => void): Unsubscribe;
  /** Settles, never rejects; see the README. May be called at any moment, any number of times. */
  ready(options?: ReadyOptions): Promise<ReadyResult>;
  /** Calls back for an event until the result is called, or the signal aborts. Nothing that a listener throws gets out. */
  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (event: ClientEvents[Name]) => void,
    options?: { readonly signal?: AbortSignal },
  ): Unsubscribe;
  /** Sets a value over whatever the server says, until the result is disposed of. */
  override<Key extends FlagKey>(key: Key, value: DefaultFor<Key>): Disposable;
  /** Ends the connection. The last ruleset goes on answering, as stale. */
  close(): Promise<void>;
}
