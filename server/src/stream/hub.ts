import type { Position } from '@sluice/core';
import type { Key } from '../keys/key.ts';
import { ADMISSION, type AdmissionRate, createAdmission } from './admission.ts';
import type { ChangeSource } from './change-source.ts';
import { Crowd } from './crowd.ts';
import type { EnvironmentFeed, StreamLog } from './environment-feed.ts';
import { Feeds } from './feeds.ts';
import { restart, unknownKey } from './goodbye.ts';
import { KeyDirectory, type KeySource } from './key-directory.ts';
import { LiveConnection } from './live-connection.ts';
import { type ConnectionInfo, SdkConnection } from './sdk-connection.ts';
import { processTimers, type Timers } from './timers.ts';

/** Where the hub hears of revoked keys. */
export interface KeyWatch extends KeySource {
  /** Called when a key may have been revoked, and now and then in case a call was lost. Returns the way to stop. */
  onDoubt(listener: () => void): () => void;
}

export interface HubOptions {
  readonly changes: ChangeSource;
  readonly keys: KeyWatch;
  readonly log: StreamLog;
  readonly timers?: Timers;
  readonly admission?: AdmissionRate;
}

/** Everything that streams on this node: environments in memory, and those who read them. */
export class Hub {
  readonly timers: Timers;
  readonly log: StreamLog;
  readonly crowd: Crowd;
  readonly #feeds: Feeds;
  readonly #keys: KeyDirectory;
  readonly #stopWatching: () => void;
  readonly #admission: () => boolean;
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor({ changes, keys, log, timers = processTimers, admission = ADMISSION }: HubOptions) {
    this.timers = timers;
    this.log = log;
    this.crowd = new Crowd(timers);
    this.#feeds = new Feeds(changes, timers, log);
    this.#keys = new KeyDirectory(keys, timers);
    this.#admission = createAdmission(admission, timers);
    this.#stopWatching = keys.onDoubt(() => void this.#sweep());
  }

  /** Resolves once every environment is in memory. @throws what reading them threw. */
  ready(): Promise<void> {
    this.#opening ??= this.#feeds.open();
    return this.#opening;
  }

  get closing(): boolean {
    return this.#closing !== undefined;
  }

  /** Says goodbye to everybody, evenly over `spreadMs`, lets nobody in any more, and resolves when all are gone. */
  close(spreadMs = 0): Promise<void> {
    this.#closing ??= this.#close(spreadMs);
    return this.#closing;
  }

  /** Whether one more handshake fits into this second. */
  mayEnter(): boolean {
    return this.#admission();
  }

  /** null for an unknown or revoked key. @throws when the database is away and the key was never seen here. */
  findKey(secret: string): Promise<Key | null> {
    return this.#keys.find(secret);
  }

  /** @throws when the environment is not in memory and cannot be read. */
  feed(environmentId: string): Promise<EnvironmentFeed> {
    return this.#feeds.get(environmentId);
  }

  /** By the keys that people use; undefined when there is none in memory. */
  findFeed(project: string, environment: string): EnvironmentFeed | undefined {
    return this.#feeds.find(project, environment);
  }

  /** Where this node is in each environment's log. */
  positions(): ReadonlyMap<string, Position> {
    return this.#feeds.positions();
  }

  /** The SDKs that are connected to this node and have said hello. */
  connections(): readonly ConnectionInfo[] {
    return [...this.crowd.members].flatMap((member) => (member instanceof SdkConnection ? (member.info() ?? []) : []));
  }

  async #close(spreadMs: number): Promise<void> {
    await this.crowd.endAll(restart(this.crowd.members.size), spreadMs);
    this.#stopWatching();
    this.#feeds.close();
  }

  async #sweep(): Promise<void> {
    for (const member of this.crowd.members) if (member instanceof LiveConnection) void member.recheck();
    const inUse = [...this.crowd.members].flatMap(({ keyId }) => keyId ?? []);
    try {
      this.crowd.endKeys(await this.#keys.sweep(inUse), unknownKey('this key was revoked; see Keys in the dashboard'));
    } catch (error) {
      this.log.warn({ err: error }, 'revoked keys cannot be read; they are looked for again soon');
    }
  }
}
