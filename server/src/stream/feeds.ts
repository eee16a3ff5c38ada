import type { Position } from '@sluice/core';
import type { ChangeSource } from './change-source.ts';
import { EnvironmentFeed, type StreamLog } from './environment-feed.ts';
import type { Stop, Timers } from './timers.ts';

/** Environments loaded at once when a node starts. */
const LOADS = 4;

/** All environments in memory, kept up with the log by its doorbell. */
export class Feeds {
  readonly #source: ChangeSource;
  readonly #timers: Timers;
  readonly #log: StreamLog;
  readonly #feeds = new Map<string, EnvironmentFeed>();
  readonly #stops: Stop[] = [];

  constructor(source: ChangeSource, timers: Timers, log: StreamLog) {
    this.#source = source;
    this.#timers = timers;
    this.#log = log;
  }

  /** Resolves when every environment is in memory. Listens before it reads, so that nothing in between is missed. */
  async open(): Promise<void> {
    this.#stops.push(
      this.#source.onRing((environmentId) => this.#feed(environmentId).look()),
      this.#source.onDoubt(() => void this.#compare()),
    );
    const ids = (await this.#source.ends()).map((end) => end.environmentId);
    const loading = Array.from({ length: LOADS }, async () => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) await this.#feed(id).opened();
    });
    await Promise.all(loading);
  }

  /** The environment once it is in memory. @throws when it is not and cannot be read. */
  async get(environmentId: string): Promise<EnvironmentFeed> {
    const feed = this.#feed(environmentId);
    await feed.opened();
    return feed;
  }

  /** By the keys that people use; undefined when there is none that is open. */
  find(project: string, key: string): EnvironmentFeed | undefined {
    return [...this.#feeds.values()].find(({ name }) => name?.project === project && name.key === key);
  }

  positions(): ReadonlyMap<string, Position> {
    return new Map([...this.#feeds].flatMap(([id, { position }]) => (position === undefined ? [] : [[id, position] as const])));
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const feed of this.#feeds.values()) feed.close();
  }

  #feed(environmentId: string): EnvironmentFeed {
    const known = this.#feeds.get(environmentId);
    if (known !== undefined) return known;
    const feed = new EnvironmentFeed(environmentId, this.#source, this.#timers, this.#log);
    this.#feeds.set(environmentId, feed);
    return feed;
  }

  async #compare(): Promise<void> {
    const then = new Map([...this.#feeds].map(([id, { revision }]) => [id, revision]));
    try {
      for (const end of await this.#source.ends()) this.#feed(end.environmentId).compare(end, then.get(end.environmentId) ?? -1);
    } catch (error) {
      this.#log.warn({ err: error }, 'the ends of the logs cannot be read; serving what is in memory');
    }
  }
}
