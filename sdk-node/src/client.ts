import type {
  ClientEvents,
  ClientStatus,
  EvaluationContext,
  EvaluationDetails,
  FlagClient,
  FlagStore,
  JsonValue,
  ReadyOptions,
  ReadyResult,
  Signal,
  Timers,
  Unsubscribe,
} from '@sluice/core';
import { Pinned } from './pinned.ts';
import type { DefaultFor, Evaluator, FlagKey, Watcher } from './types.ts';

export interface WithContextOptions {
  /** Answers from what is held at each call, for loops that outlive a request. */
  readonly live?: boolean;
}

/** One connection to one environment, and answers from memory. */
export interface SluiceClient extends Evaluator, Watcher, AsyncDisposable {
  readonly status: ClientStatus;
  /** The environment's revision that answers now; 0 while there is none. */
  readonly revision: number;
  /**
   * Settles, never rejects: `ready` once the server has answered, or with what is kept (`source` says which) if a first
   * attempt fails or time runs out; `timeout` with nothing to serve; `failed` for a refused key or a missing setting.
   * The client goes on trying in every case. May be called at any moment, any number of times.
   */
  ready(options?: ReadyOptions): Promise<ReadyResult>;
  /** Calls back for an event until the result is called, or the signal aborts. Nothing that a listener throws gets out. */
  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (event: ClientEvents[Name]) => void,
    options?: { readonly signal?: Signal },
  ): Unsubscribe;
  /** Answers for one context, from the present revision for 30 s, so that two reads in one request agree. A kill is seen at once. */
  withContext(context: EvaluationContext, options?: WithContextOptions): Evaluator;
  /** Sets a value over whatever the server says, until the result is disposed of. */
  override<Key extends FlagKey>(key: Key, value: DefaultFor<Key>): Disposable;
  /** Ends the connection and writes the cache, for at most 2,000 ms unless said. The last ruleset goes on answering, as stale. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

export interface NodeClientParts {
  readonly core: FlagClient;
  readonly timers: Timers;
  /** Attributes of the process. */
  readonly context: EvaluationContext | undefined;
  readonly strict: boolean;
  readonly onClose: () => void;
}

const NOBODY: EvaluationContext = {};
const CLOSE_MS = 2_000;
const MISTAKES: readonly string[] = ['FLAG_NOT_FOUND', 'TYPE_MISMATCH'];

export class NodeClient {
  readonly #parts: NodeClientParts;
  readonly #core: FlagClient;
  #closed: Promise<void> | undefined;

  constructor(parts: NodeClientParts) {
    this.#parts = parts;
    this.#core = parts.core;
  }

  get status(): ClientStatus {
    return this.#core.status;
  }

  get revision(): number {
    return this.#core.revision;
  }

  get(key: string, fallback: JsonValue, context?: EvaluationContext): JsonValue {
    return this.#get(key, fallback, this.#merged(context), this.#core.answers.store);
  }

  details(key: string, fallback: JsonValue, context?: EvaluationContext): EvaluationDetails {
    return this.#details(key, fallback, this.#merged(context), this.#core.answers.store);
  }

  withContext(context: EvaluationContext, { live = false }: WithContextOptions = {}): Pinned {
    const { core, timers } = this.#parts;
    const parts = {
      context: this.#merged(context),
      current: () => core.answers.store,
      now: timers.now,
      get: this.#get.bind(this),
      details: this.#details.bind(this),
    };
    return new Pinned(parts, live);
  }

  watch(
    key: string,
    fallback: JsonValue,
    context: EvaluationContext,
    listener: (next: EvaluationDetails, previous: EvaluationDetails) => void,
  ): Unsubscribe {
    let previous = this.details(key, fallback, context);
    return this.#core.on('change', ({ keys }) => {
      if (!keys.includes(key)) return;
      const next = this.details(key, fallback, context);
      const before = previous;
      previous = next;
      if (JSON.stringify(next.value) !== JSON.stringify(before.value)) listener(next, before);
    });
  }

  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (event: ClientEvents[Name]) => void,
    options?: { signal?: Signal },
  ): Unsubscribe {
    return this.#core.on(name, listener, options);
  }

  ready(options?: ReadyOptions): Promise<ReadyResult> {
    return this.#core.ready(options);
  }

  override(key: string, value: JsonValue): Disposable {
    const takeBack = this.#core.override(key, value, 'code');
    return { [Symbol.dispose]: takeBack };
  }

  close({ timeoutMs = CLOSE_MS }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closed ??= this.#close(timeoutMs);
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(timeoutMs: number): Promise<void> {
    let enough: () => void = () => {};
    const late = new Promise<void>((resolve) => {
      enough = this.#parts.timers.after(timeoutMs, resolve, true);
    });
    await Promise.race([this.#core.close(), late]);
    enough();
    this.#parts.onClose();
  }

  #merged(context: EvaluationContext | undefined): EvaluationContext {
    const { context: always } = this.#parts;
    return always === undefined ? (context ?? NOBODY) : { ...always, ...context };
  }

  #get(key: string, fallback: JsonValue, context: EvaluationContext, store: FlagStore | null): JsonValue {
    return this.#parts.strict ? this.#details(key, fallback, context, store).value : this.#core.answers.get(key, fallback, context, store);
  }

  #details(key: string, fallback: JsonValue, context: EvaluationContext, store: FlagStore | null): EvaluationDetails {
    const details = this.#core.answers.details(key, fallback, context, store);
    if (this.#parts.strict && details.reason === 'ERROR' && MISTAKES.includes(details.errorCode)) throw new TypeError(details.errorMessage);
    return details;
  }
}
