import type { EnvironmentName, Position } from '@sluice/core';
import type { Audience } from './audience.ts';
import type { ChangeSource, EnvironmentState, LogEnd, LoggedChange } from './change-source.ts';
import { Channel } from './channel.ts';
import { LogTail } from './log-tail.ts';
import type { PositionRing } from './position-ring.ts';
import { advance, type Replica, replicaOf } from './replica.ts';
import { RulesetDocument } from './ruleset-document.ts';
import { Texts } from './texts.ts';
import type { Timers } from './timers.ts';
import { advanceView, openView } from './view.ts';

/** What the stream writes into the log of the process. */
export interface StreamLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** How an environment's messages leave: to server keys, to client keys, and wrapped for the dashboard. */
export type Outflow = Audience | 'dashboard';

interface Open {
  readonly replica: Replica;
  readonly texts: Readonly<Record<Audience, Texts>>;
}

/** One environment in memory: what it serves, and everybody who reads it on this node. */
export class EnvironmentFeed {
  readonly environmentId: string;
  readonly #timers: Timers;
  readonly #log: StreamLog;
  readonly #tail: LogTail;
  readonly #documents = new WeakMap<Texts, RulesetDocument>();
  #open: Open | null = null;
  #channels: Readonly<Record<Outflow, Channel>> | null = null;

  constructor(environmentId: string, source: ChangeSource, timers: Timers, log: StreamLog) {
    this.environmentId = environmentId;
    this.#timers = timers;
    this.#log = log;
    this.#tail = new LogTail(environmentId, source, timers, {
      loaded: (state, ring) => this.#loaded(state, ring),
      grew: (rows) => this.#grew(rows),
      failing: (failures, error) => this.#failing(failures, error),
    });
  }

  /** Resolves once the environment is in memory, whatever its database does later. @throws what the first load threw. */
  async opened(): Promise<void> {
    if (this.#open === null) await this.#tail.caughtUp();
  }

  /** Reads what the log has by now; rejects when it cannot be read. */
  caughtUp(): Promise<void> {
    return this.#tail.caughtUp();
  }

  look(): void {
    this.#tail.look();
  }

  compare(end: LogEnd, revisionThen: number): void {
    this.#tail.compare(end, revisionThen);
  }

  close(): void {
    this.#tail.close();
  }

  get revision(): number {
    return this.#tail.revision;
  }

  get name(): EnvironmentName | undefined {
    return this.#open?.replica.name;
  }

  get position(): Position | undefined {
    return this.#open?.replica.position;
  }

  /** @throws when the environment is not open yet. */
  channel(outflow: Outflow): Channel {
    if (this.#channels === null) throw new Error(`environment ${this.environmentId} is not open yet`);
    return this.#channels[outflow];
  }

  /** @throws when the environment is not open yet. */
  document(audience: Audience): RulesetDocument {
    if (this.#open === null) throw new Error(`environment ${this.environmentId} is not open yet`);
    const texts = this.#open.texts[audience];
    const known = this.#documents.get(texts);
    if (known !== undefined) return known;
    const document = RulesetDocument.of(texts);
    this.#documents.set(texts, document);
    return document;
  }

  #loaded(state: EnvironmentState, ring: PositionRing): void {
    const replica = replicaOf(state);
    const texts = (audience: Audience): Texts => new Texts(openView(audience, replica, ring, state.recent));
    if (this.#open !== null) this.#log.warn(this.#place(state.position), 'the log did not continue what this node held; it was read anew');
    this.#show({ replica, texts: { server: texts('server'), client: texts('client') } }, true);
  }

  #grew(rows: readonly [LoggedChange, ...LoggedChange[]]): void {
    if (this.#open === null) return;
    const { texts } = this.#open;
    const replica = rows.reduce<Replica>(advance, this.#open.replica);
    const { cause } = rows.at(-1) ?? rows[0];
    const next = (audience: Audience): Texts => new Texts(advanceView(texts[audience].view, replica, cause), texts[audience]);
    this.#show({ replica, texts: { server: next('server'), client: next('client') } }, false);
  }

  #show(open: Open, afresh: boolean): void {
    this.#open = open;
    const { server, client } = open.texts;
    if (this.#channels === null) {
      const { project, key } = open.replica.name;
      const start = `{"type":"flags","project":${JSON.stringify(project)},"environment":${JSON.stringify(key)},"message":`;
      this.#channels = {
        server: new Channel(server, this.#timers),
        client: new Channel(client, this.#timers),
        dashboard: new Channel(server, this.#timers, (text) => `${start}${text}}`),
      };
      return;
    }
    this.#channels.server.show(server, afresh);
    this.#channels.client.show(client, afresh);
    this.#channels.dashboard.show(server, afresh);
  }

  #failing(failures: number, error: unknown): void {
    if (failures === 0) this.#log.info(this.#place(), 'the log of an environment can be read again');
    if (failures === 1)
      this.#log.warn({ ...this.#place(), err: error }, 'the log of an environment cannot be read; serving what is in memory');
  }

  #place(position: Position | undefined = this.position): object {
    return { environmentId: this.environmentId, environment: this.name, revision: position?.revision };
  }
}
