import type { JsonValue } from '../evaluate/flag.ts';
import type { ConnectionState } from '../sync/connection.ts';
import { CLOSE } from '../sync/messages.ts';
import type { Applied } from '../sync/store.ts';
import { Emitter } from './emitter.ts';
import { Evaluation } from './evaluation.ts';
import type {
  ChangeEvent,
  ClientEvents,
  ClientStatus,
  DataSource,
  ReadyOptions,
  ReadyResult,
  Signal,
  SluiceError,
  Unsubscribe,
} from './events.ts';
import { type Announced, Held, type HeldParts, type Reading } from './held.ts';
import { Link } from './link.ts';
import type { Override } from './overrides.ts';
import type { Platform, Transport } from './ports.ts';
import { Readiness } from './readiness.ts';
import { reasonOf } from './reason-of.ts';
import { Reporter } from './reporter.ts';

export interface ClientParts extends Omit<HeldParts, 'from'> {
  /** `null` for a client that makes no connection. */
  readonly transport: Transport | null;
  readonly platform: Platform;
  readonly staleAfterMs: number;
  /** What is missing for a connection, in words that say what to do. */
  readonly misconfigured?: string | undefined;
  /** Called before listeners are, once what the server made for the announced context is in use. */
  readonly onContext?: () => void;
}

/** What both SDKs are inside: holds a ruleset, keeps it current, answers from it, and tells of changes. */
export class FlagClient {
  readonly answers: Evaluation;
  readonly #platform: Platform;
  readonly #staleAfterMs: number;
  readonly #onContext: (() => void) | undefined;
  readonly #held: Held;
  readonly #reporter: Reporter;
  readonly #emitter: Emitter<ClientEvents>;
  readonly #readiness: Readiness;
  readonly #link: Link | null;
  #restored = false;
  /** Whether the server was reached or a first attempt to reach it has ended: what is kept will do from then on. */
  #attempted: boolean;
  #greeted = false;
  #trouble = '';
  #failure: SluiceError | undefined;
  #closing: Promise<void> | undefined;
  #callOffStale: (() => void) | undefined;

  constructor(parts: ClientParts) {
    const { transport, platform, misconfigured } = parts;
    this.#platform = platform;
    this.#staleAfterMs = parts.staleAfterMs;
    this.#onContext = parts.onContext;
    this.#reporter = new Reporter(platform.log, platform.timers);
    this.#emitter = new Emitter((cause) =>
      this.#tell('listener', { code: 'GENERAL', message: `a listener failed: ${reasonOf(cause)}`, cause }),
    );
    this.#readiness = new Readiness(
      platform.timers,
      () => this.#verdict(),
      () => this.#late(),
    );
    this.answers = new Evaluation(platform.clock, (key, error) => this.#reporter.report(`${error.code} ${key}`, error));
    this.#held = new Held({ ...parts, from: transport?.kind ?? 'none' });
    this.#link = transport && new Link(transport, platform, this.#owner());
    this.#attempted = transport === null;
    if (misconfigured !== undefined) this.#fail({ code: 'PROVIDER_FATAL', message: misconfigured });
    this.#restore();
  }

  get status(): ClientStatus {
    if (this.#closing) return 'closed';
    if (this.answers.freshness === 'stale') return 'stale';
    if (this.#serving() !== 'none') return 'ready';
    return this.#failure ? 'failed' : 'starting';
  }

  /** The environment's revision that answers now; 0 while there is none. */
  get revision(): number {
    return this.answers.store?.position.revision ?? 0;
  }

  /** Begins to connect; does nothing the second time. */
  start(): void {
    if (this.#link === null || this.#closing) return;
    this.#awaitContact();
    this.#link.dispatch({ type: 'start' });
  }

  /** Something woke up: look now whether the connection lives, or try again now. */
  probe(): void {
    this.#link?.dispatch({ type: 'probe' });
  }

  ready(options?: ReadyOptions): Promise<ReadyResult> {
    return this.#readiness.wait(options);
  }

  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (event: ClientEvents[Name]) => void,
    options?: { signal?: Signal },
  ): Unsubscribe {
    return this.#emitter.on(name, listener, options?.signal);
  }

  override(key: string, value: JsonValue, origin: Override['origin']): Unsubscribe {
    const takeBack = this.answers.overrides.set(key, { value, origin });
    this.#changed([key], 'override');
    this.#settle();
    return () => {
      takeBack();
      this.#changed([key], 'override');
    };
  }

  /**
   * Tells the server of another context; false when what is held was made for it. `atOnce`: it is in use already, and
   * what was made for another one no longer answers.
   */
  announce(announced: Announced, atOnce: boolean): boolean {
    if (!this.#held.announce(announced)) return false;
    this.#link?.dispatch({ type: 'announce' });
    if (atOnce) {
      this.answers.foreign = this.#held.isForeign;
      this.#changed(this.#keys(), 'context');
    }
    return true;
  }

  /** Ends the connection for good and writes the cache. What is held goes on answering, as stale. */
  close(): Promise<void> {
    if (this.#closing) return this.#closing;
    this.#closing = this.#held.close();
    this.#callOffStale?.();
    this.answers.freshness = 'stale';
    this.#link?.dispatch({ type: 'close' });
    this.#settle();
    return this.#closing;
  }

  #owner() {
    return {
      hello: (refetch: boolean) => this.#held.hello(refetch),
      context: () => this.#held.contextMessage(),
      received: (text: string) => this.#received(text),
      moved: (state: ConnectionState, before: ConnectionState) => this.#moved(state, before),
      lost: (code: number, reason: string) => this.#lost(code, reason),
    };
  }

  #restore(): void {
    this.#held.restore(
      (applied) => {
        this.#restored = true;
        this.answers.store = this.#held.store;
        if (applied) this.#changed(applied.changed, applied.cause);
        this.#settle();
      },
      (source, cause) => this.#tell(source, { code: 'PARSE_ERROR', message: `the ${source} cannot be used: ${reasonOf(cause)}`, cause }),
    );
  }

  #received(text: string): void {
    let reading: Reading = { type: 'frame' };
    try {
      reading = this.#held.read(text);
    } catch (cause) {
      const message = `the server sent what cannot be read (${reasonOf(cause)}); serving on from what is held`;
      this.#tell('message', { code: 'PARSE_ERROR', message, cause });
    }
    if (reading.type === 'goodbye') this.#lost(reading.code, reading.reason ?? 'the server said goodbye');
    if (reading.type === 'applied') this.#take(reading.applied, reading.moved);
    else this.#link?.dispatch(reading);
  }

  /** Everything is in place before anybody hears of it. */
  #take({ store, changed, cause, refused }: Applied, moved: boolean): void {
    this.answers.store = store;
    this.answers.foreign = false;
    if (moved) this.#onContext?.();
    this.#link?.dispatch({ type: 'synced' });
    if (store) this.#link?.send({ type: 'ack', position: store.position });
    for (const key of refused) {
      this.#tell(`refused ${key}`, {
        code: 'PARSE_ERROR',
        message: `flag "${key}" arrived in a form that cannot be served; it stays as it was`,
      });
    }
    this.#changed(moved ? this.#keys() : changed, cause);
  }

  #lost(code: number, reason: string): void {
    this.#trouble = `${code} ${reason}`.trim();
    if (code !== CLOSE.unknownKey && code !== CLOSE.wrongKey) return;
    const message = `the server refused the key (${this.#trouble}); check that it is the right one and was not revoked`;
    this.#fail({ code: 'PROVIDER_FATAL', message });
  }

  #moved(state: ConnectionState, before: ConnectionState): void {
    if (state.name === 'closed') return;
    if (state.name === 'live') this.#connected();
    else if (before.name === 'live') this.#awaitContact();
    if (state.name !== 'waiting') return;
    const message = `no connection (${this.#trouble || 'no answer in time'}); ${this.#whatServes()}; trying again`;
    if (!this.#failure) this.#tell('connection', { code: 'GENERAL', message });
    this.#attempted = true;
    this.#settle();
  }

  #connected(): void {
    const wasStale = this.answers.freshness === 'stale';
    this.#callOffStale?.();
    this.#callOffStale = undefined;
    this.answers.freshness = 'live';
    this.#attempted = true;
    this.#failure = undefined;
    const { project, key } = this.answers.store?.environment ?? {};
    if (!this.#greeted || this.#trouble) this.#reporter.say('info', `connected to ${project}/${key}, revision ${this.revision}`);
    this.#trouble = '';
    this.#settle();
    if (wasStale) this.#changed(this.#keysThatGoStale(), 'resync');
  }

  /** From now on, until the next contact, time counts towards `stale`. */
  #awaitContact(): void {
    this.#callOffStale ??= this.#platform.timers.after(this.#staleAfterMs, () => {
      this.answers.freshness = 'stale';
      this.#reporter.say('warn', `no contact for ${Math.round(this.#staleAfterMs / 1000)} s; ${this.#whatServes()}`);
      this.#emitter.emit('stale', { sinceMs: this.#staleAfterMs });
      this.#changed(this.#keysThatGoStale(), 'stale');
    });
  }

  #keys(): string[] {
    return [...(this.answers.store?.flags.keys() ?? [])];
  }

  #keysThatGoStale(): string[] {
    const { store } = this.answers;
    return this.#keys().filter((key) => (store?.flags.get(key)?.source.whenStale ?? 'keep') !== 'keep');
  }

  #serving(): DataSource {
    if (this.answers.store) return this.#held.source;
    return this.answers.overrides.size > 0 ? 'overrides' : 'none';
  }

  #whatServes(): string {
    return this.answers.store ? `serving on from revision ${this.revision}` : 'serving the defaults in the code';
  }

  #verdict(): ReadyResult | undefined {
    if (this.#closing) return { status: 'failed', error: { code: 'PROVIDER_NOT_READY', message: 'the client is closed' } };
    if (!this.#attempted || !(this.#restored || this.answers.freshness === 'live')) return undefined;
    if (this.#serving() !== 'none') return this.#late();
    if (this.#failure) return { status: 'failed', error: this.#failure };
    return this.#link === null ? this.#late() : undefined;
  }

  #late(): ReadyResult {
    const source = this.#serving();
    return source === 'none' ? { status: 'timeout', serving: source } : { status: 'ready', source, revision: this.revision };
  }

  #settle(): void {
    const verdict = this.#readiness.settle();
    if (this.#greeted || verdict?.status !== 'ready') return;
    this.#greeted = true;
    this.#emitter.emit('ready', verdict);
  }

  #changed(keys: readonly string[], cause: ChangeEvent['cause']): void {
    if (keys.length > 0) this.#emitter.emit('change', { revision: this.revision, keys, cause });
  }

  #fail(error: SluiceError): void {
    this.#failure = error;
    this.answers.unready = error;
    this.#tell(error.code, error, 'error');
    this.#settle();
  }

  #tell(cause: string, error: SluiceError, level: 'error' | 'warn' = 'warn'): void {
    if (this.#reporter.report(cause, error, level)) this.#emitter.emit('error', error);
  }
}
