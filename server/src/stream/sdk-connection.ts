import type { Socket } from 'node:net';
import type { ClientMessage, ContextMessage, HelloMessage, Position } from '@sluice/core';
import type { WebSocket } from 'ws';
import type { Audience } from './audience.ts';
import type { Channel, Reader } from './channel.ts';
import { BadMessage, readClientMessage } from './client-messages.ts';
import type { Crowd, Member } from './crowd.ts';
import type { EnvironmentFeed, StreamLog } from './environment-feed.ts';
import { policy, tryLater } from './goodbye.ts';
import type { Admittance } from './handshake.ts';
import { Peer } from './peer.ts';
import type { Timers } from './timers.ts';

const HELLO_MS = 10_000;
/** Messages kept while the key is looked up; an SDK sends one. */
const EARLY_MESSAGES = 4;
/** Questions (`hello`, `context`) in one heartbeat; each may cost a whole ruleset. */
const QUESTIONS_PER_BEAT = 20;

/** A connected SDK, for people and receipts. Times are those of the process's own clock, in ms. */
export interface ConnectionInfo {
  readonly environmentId: string;
  readonly audience: Audience;
  readonly keyId: string;
  readonly hello: Pick<HelloMessage, 'sdk' | 'sdkVersion' | 'app' | 'instance' | 'clientId'>;
  readonly connectedAt: number;
  /** The position that was last written to it, and the last that it said it answers with. */
  readonly sent: Position | null;
  readonly acknowledged: Position | null;
  readonly acknowledgedAt: number | null;
}

interface Admitted extends Admittance {
  readonly feed: EnvironmentFeed;
  readonly channel: Channel;
}

/** What a connection needs of the hub. */
export interface Surroundings {
  readonly crowd: Crowd;
  readonly timers: Timers;
  readonly log: StreamLog;
}

/** One SDK on one socket: let in by its key, greeted by its hello, then kept up to date. */
export class SdkConnection implements Member {
  readonly peer: Peer;
  readonly #around: Surroundings;
  readonly #reader: Reader;
  readonly #since: number;
  readonly #early: string[] = [];
  #admitted: Admitted | null = null;
  #hello: HelloMessage | null = null;
  #questions = 0;
  #acknowledged: { readonly position: Position; readonly at: number } | null = null;

  constructor(socket: WebSocket, raw: Socket, around: Surroundings) {
    this.#around = around;
    this.#since = around.timers.now();
    this.peer = new Peer(socket, raw, around.timers, {
      text: (text) => this.#text(text),
      drained: () => this.#admitted?.channel.bringUp(this.#reader),
      gone: () => this.#gone(),
    });
    this.#reader = { outlet: this.peer, held: null, asked: false, contextHash: undefined };
    around.crowd.add(this);
  }

  get keyId(): string | null {
    return this.#admitted?.key.id ?? null;
  }

  /** Its key opens this environment; what it said meanwhile is heard now. */
  admitted(admittance: Admittance, feed: EnvironmentFeed): void {
    if (!this.peer.open) return;
    this.#admitted = { ...admittance, feed, channel: feed.channel(admittance.audience) };
    for (const text of this.#early.splice(0)) this.#text(text);
  }

  tick(): void {
    if (this.#hello !== null || this.#around.timers.now() - this.#since < HELLO_MS) return;
    this.peer.end(policy(`no hello came within ${HELLO_MS / 1000} s`));
  }

  beat(): void {
    this.#questions = 0;
    if (this.#hello !== null && this.#reader.held !== null) this.#admitted?.channel.beat(this.#reader);
  }

  /** null before its hello. */
  info(): ConnectionInfo | null {
    if (this.#admitted === null || this.#hello === null) return null;
    const { environmentId, audience, key } = this.#admitted;
    const { sdk, sdkVersion, app, instance, clientId } = this.#hello;
    return {
      environmentId,
      audience,
      keyId: key.id,
      hello: { sdk, sdkVersion, ...(app === undefined ? {} : { app }), instance, clientId },
      connectedAt: this.#since,
      sent: this.#reader.held?.position ?? null,
      acknowledged: this.#acknowledged?.position ?? null,
      acknowledgedAt: this.#acknowledged?.at ?? null,
    };
  }

  #text(text: string): void {
    if (this.#admitted === null) {
      if (this.#early.push(text) > EARLY_MESSAGES) this.peer.end(policy('the first message is a hello, and it is answered first'));
      return;
    }
    try {
      const message = readClientMessage(text);
      if (message !== null) this.#hear(message, this.#admitted);
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      this.peer.end(policy(error.message));
    }
  }

  #hear(message: ClientMessage, admitted: Admitted): void {
    if (this.#hello === null && message.type !== 'hello') throw new BadMessage(`the first message is a hello, not "${message.type}"`);
    switch (message.type) {
      case 'hello':
        this.#ask();
        this.#hello = message;
        void this.#greet(message, admitted);
        return;
      case 'context':
        this.#ask();
        this.#announce(message, admitted);
        return;
      case 'ack':
        this.#acknowledged = { position: message.position, at: this.#around.timers.now() };
        return;
      default:
        message satisfies never;
    }
  }

  #ask(): void {
    if (++this.#questions > QUESTIONS_PER_BEAT) throw new BadMessage('too many questions; wait for the answers');
  }

  async #greet({ epoch, position, contextHash }: HelloMessage, { feed, channel, audience }: Admitted): Promise<void> {
    const held = epoch === undefined || position === undefined ? null : { epoch, position };
    if (held !== null && held.epoch === channel.view.epoch && held.position.revision > feed.revision) {
      try {
        await feed.caughtUp();
      } catch {
        return this.peer.end(tryLater('this server is behind what you hold and cannot read its log at the moment'));
      }
      if (held.position.revision > feed.revision) this.#around.log.warn({ held: held.position, revision: feed.revision }, LOST);
    }
    if (!this.peer.open) return;
    this.#reader.contextHash = audience === 'client' ? contextHash : undefined;
    channel.join(this.#reader, held);
  }

  /** Nothing is made for one context yet, so that the whole ruleset under the new hash is the answer. */
  #announce({ contextHash }: ContextMessage, { channel, audience }: Admitted): void {
    if (audience !== 'client') return;
    this.#reader.contextHash = contextHash;
    channel.join(this.#reader, null);
  }

  #gone(): void {
    this.#around.crowd.remove(this);
    this.#admitted?.channel.leave(this.#reader);
  }
}

const LOST = 'an SDK holds a later revision than the log has; the database may have been restored to an older state';
