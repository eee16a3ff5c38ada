import type { EvaluationContext } from '../evaluate/details.ts';
import type { Engines } from '../evaluate/operator.ts';
import type { ClientMessage, HelloMessage, RulesetMessage, ServerMessage } from '../sync/messages.ts';
import { readMessage } from '../sync/read-message.ts';
import { type Applied, apply, type FlagStore } from '../sync/store.ts';
import type { DataSource } from './events.ts';
import type { Kept, SnapshotCache } from './ports.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';

/** A context that the server is told of, and the digest by which its answer names it. */
export interface Announced {
  readonly context: EvaluationContext;
  readonly hash: string;
}

export type Identity = Omit<HelloMessage, 'type' | 'epoch' | 'position' | 'context' | 'contextHash'>;

export interface HeldParts {
  readonly identity: Identity;
  readonly engines: Engines;
  /** What a ruleset that the server sends is said to come from. */
  readonly from: DataSource;
  readonly cache: SnapshotCache | null;
  /** Whose rulesets may come back out of the cache: a digest of server and key, without spaces. */
  readonly owner: string;
  /** For a client with one current context. */
  readonly announced?: Announced | undefined;
}

/** What a frame meant. `moved`: what is held was made for another context before. */
export type Reading =
  | { readonly type: 'frame' | 'synced' | 'behind' }
  | Extract<ServerMessage, { type: 'goodbye' }>
  | { readonly type: 'applied'; readonly applied: Applied; readonly moved: boolean };

/** The ruleset that a client holds, whose it is, and how it is asked for and kept. */
export class Held {
  store: FlagStore | null = null;
  source: DataSource = 'none';
  readonly #parts: HeldParts;
  #announced: Announced | undefined;
  /** The digest of the context that the store was made for. */
  #residue: string | undefined;
  /** Until the answer to what was announced is there, everything else that arrives was made for another context. */
  #awaiting = false;

  constructor(parts: HeldParts) {
    this.#parts = parts;
    this.#announced = parts.announced;
  }

  /** Whether the store was made for another context than the announced one. */
  get isForeign(): boolean {
    return this.#residue !== this.#announced?.hash;
  }

  /** False when nothing is to be told: what is held is the answer to this context already. */
  announce(announced: Announced): boolean {
    const answered = announced.hash === this.#announced?.hash && announced.hash === this.#residue && !this.#awaiting;
    this.#announced = announced;
    this.#awaiting ||= !answered;
    return !answered;
  }

  contextMessage(): ClientMessage {
    return { type: 'context', context: this.#announced?.context ?? {}, contextHash: this.#announced?.hash ?? '' };
  }

  /** Asks to resume where what is held ends, if it fits what is announced; `refetch` asks for everything. */
  hello(refetch: boolean): ClientMessage {
    const { store } = this;
    const announced = this.#announced;
    const resumes = store !== null && !refetch && !this.isForeign;
    this.#awaiting = announced !== undefined && !resumes;
    return {
      type: 'hello',
      ...this.#parts.identity,
      ...(resumes && { epoch: store.epoch, position: store.position }),
      ...(announced && { context: announced.context, contextHash: announced.hash }),
    };
  }

  /** Takes a frame in. Throws an Error for one that cannot be read; what is held then stays. */
  read(text: string): Reading {
    const message = readMessage(text);
    if (message.type === 'goodbye') return message;
    if (this.#awaiting && !this.#isAwaited(message)) return { type: 'frame' };
    const applied = apply(this.store, message, this.#parts.engines);
    if (applied.outcome === 'resume') return { type: 'behind' };
    if (applied.outcome === 'ignored') return { type: message.type === 'current' || message.type === 'heartbeat' ? 'synced' : 'frame' };
    const moved = this.isForeign;
    this.store = applied.store;
    this.source = this.#parts.from;
    this.#residue = this.#announced?.hash;
    this.#awaiting = false;
    this.#save();
    return { type: 'applied', applied, moved };
  }

  /** Calls back once, with what was kept if nothing came from the server before; `onDamage` is told what could not be used. */
  restore(done: (applied: Applied | undefined) => void, onDamage: (source: string, error: unknown) => void): void {
    const { cache, engines } = this.#parts;
    const owner = this.#owner();
    const use = (kept: readonly Kept[]) => {
      const best = this.store === null ? pickLatest(kept, owner, onDamage) : undefined;
      const applied = best && apply(null, best.ruleset, engines);
      if (applied) {
        this.store = applied.store;
        this.source = best.source;
        this.#residue = this.#announced?.hash;
      }
      done(applied);
    };
    if (cache === null) use([]);
    else cache.load(owner, use);
  }

  /** Writes what has not been written. */
  close(): Promise<void> {
    return this.#parts.cache?.close() ?? Promise.resolve();
  }

  #isAwaited(message: ServerMessage): boolean {
    const hash = this.#announced?.hash;
    return message.type === 'ruleset' && (message.contextHash ?? hash) === hash;
  }

  #save(): void {
    const { store } = this;
    const owner = this.#owner();
    if (store) this.#parts.cache?.save(owner, () => writeSnapshot(store, owner));
  }

  #owner(): string {
    return this.#announced ? `${this.#parts.owner}.${this.#announced.hash}` : this.#parts.owner;
  }
}

interface Found {
  readonly source: Kept['source'];
  readonly ruleset: RulesetMessage;
}

/** The first that can be used, or a later one of the same epoch that has seen more. */
function pickLatest(kept: readonly Kept[], owner: string, onDamage: (source: string, error: unknown) => void): Found | undefined {
  let best: Found | undefined;
  for (const { source, text } of kept) {
    try {
      const ruleset = readSnapshot(text, source === 'cache' ? owner : undefined);
      if (ruleset && (best === undefined || isLater(ruleset, best.ruleset))) best = { source, ruleset };
    } catch (error) {
      onDamage(source, error);
    }
  }
  return best;
}

const isLater = (ruleset: RulesetMessage, than: RulesetMessage): boolean =>
  ruleset.epoch === than.epoch && ruleset.position.revision > than.position.revision;
