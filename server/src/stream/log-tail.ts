import type { Position } from '@sluice/core';
import type { ChangeSource, EnvironmentState, LogEnd, LoggedChange } from './change-source.ts';
import { PositionRing } from './position-ring.ts';
import type { Timers } from './timers.ts';

/** What the next read must do: go on, find the row that the last one ended with unchanged, or load everything. */
const [NO_DOUBT, DOUBT_OWN_ROW, DOUBT_ALL] = [0, 1, 2] as const;
const RETRY_MS = [250, 500, 1_000, 2_000, 5_000] as const;

/** What is done with what is read. */
export interface LogFollower {
  /** The whole state: first, and again whenever the log did not continue what was held. */
  loaded(state: EnvironmentState, ring: PositionRing): void;
  /** Rows that continue it; `ring` holds their positions already. */
  grew(rows: readonly [LoggedChange, ...LoggedChange[]]): void;
  /** Reading failed and is tried again by itself. `failures` counts those in a row, 0 when it works again. */
  failing(failures: number, error: unknown): void;
}

interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Follows one environment's log. However often it is told to look, one read is in flight at a time, and a read
 * begins after the last telling: whoever rings before or while the state is loaded is served by the next read.
 */
export class LogTail {
  readonly #environmentId: string;
  readonly #source: ChangeSource;
  readonly #timers: Timers;
  readonly #follower: LogFollower;
  #end: { readonly epoch: string; readonly position: Position; readonly ring: PositionRing } | null = null;
  #wanted = false;
  #closed = false;
  #reading = false;
  #doubt: number = NO_DOUBT;
  #waiters: Waiter[] = [];
  #failures = 0;

  constructor(environmentId: string, source: ChangeSource, timers: Timers, follower: LogFollower) {
    this.#environmentId = environmentId;
    this.#source = source;
    this.#timers = timers;
    this.#follower = follower;
  }

  /** -1 before the first load. */
  get revision(): number {
    return this.#end?.position.revision ?? -1;
  }

  look(): void {
    this.#wanted = true;
    if (!this.#reading && !this.#closed) void this.#read();
  }

  /** Reads no more. */
  close(): void {
    this.#closed = true;
  }

  /** Settles with the outcome of the first read that begins after this call. */
  caughtUp(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.look();
    });
  }

  /** @param revisionThen the revision held when the end was asked for: a log that ends before it went back. */
  compare(end: LogEnd, revisionThen: number): void {
    if (this.#end !== null) {
      const { epoch, position, ring } = this.#end;
      const ahead = end.position.revision > position.revision;
      const same = end.epoch === epoch && end.position.revision >= revisionThen && (ahead || ring.has(end.position));
      if (same && !ahead) return;
      this.#doubt = Math.max(this.#doubt, same ? DOUBT_OWN_ROW : DOUBT_ALL);
    }
    this.look();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    while (this.#wanted && !this.#closed) {
      this.#wanted = false;
      const waiters = this.#waiters;
      this.#waiters = [];
      try {
        await this.#readOnce();
        this.#succeeded();
        for (const waiter of waiters) waiter.resolve();
      } catch (error) {
        for (const waiter of waiters) waiter.reject(error);
        this.#failed(error);
        break;
      }
    }
    this.#reading = false;
  }

  async #readOnce(): Promise<void> {
    const end = this.#end;
    const doubt = this.#doubt;
    this.#doubt = NO_DOUBT;
    try {
      if (end === null || doubt === DOUBT_ALL) return await this.#load();
      const { revision, head } = end.position;
      const rows = await this.#source.after(this.#environmentId, doubt === NO_DOUBT ? revision : Math.max(0, revision - 1));
      const own = rows.find((row) => row.position.revision === revision);
      if (doubt === DOUBT_OWN_ROW && revision > 0 && own?.position.head !== head) return await this.#load();
      await this.#take(
        end,
        rows.filter((row) => row.position.revision > revision),
      );
    } catch (error) {
      this.#doubt = Math.max(this.#doubt, doubt);
      throw error;
    }
  }

  async #take(end: { epoch: string; position: Position; ring: PositionRing }, rows: readonly LoggedChange[]): Promise<void> {
    const continues = rows.every((row, index) => row.position.revision === end.position.revision + 1 + index);
    if (!continues) return await this.#load();
    const [first, ...rest] = rows;
    if (first === undefined) return;
    for (const row of rows) end.ring.push(row.position);
    this.#end = { ...end, position: rest.at(-1)?.position ?? first.position };
    this.#follower.grew([first, ...rest]);
  }

  async #load(): Promise<void> {
    const state = await this.#source.load(this.#environmentId);
    const ring = ringOf(state);
    this.#end = { epoch: state.epoch, position: state.position, ring };
    this.#follower.loaded(state, ring);
  }

  #succeeded(): void {
    if (this.#failures > 0) this.#follower.failing(0, null);
    this.#failures = 0;
  }

  #failed(error: unknown): void {
    this.#follower.failing(++this.#failures, error);
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? 5_000;
    this.#timers.after(wait, () => this.look());
  }
}

/** What comes before a hole in the last rows cannot be resumed from. */
function ringOf({ recent, position }: EnvironmentState): PositionRing {
  const known = recent.map((row) => row.position);
  const end = known.findLastIndex(({ revision }, index) => revision !== position.revision - (known.length - 1 - index));
  const [first, ...rest] = known.slice(end + 1);
  return new PositionRing(first === undefined ? [position] : [first, ...rest]);
}
