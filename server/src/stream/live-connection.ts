import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Channel, Reader } from './channel.ts';
import { BadMessage } from './client-messages.ts';
import type { Member } from './crowd.ts';
import type { EnvironmentFeed } from './environment-feed.ts';
import { frameOf } from './frame.ts';
import { policy, unknownKey } from './goodbye.ts';
import { type LiveProblem, readLiveMessage, type SubscribeMessage, type UnsubscribeMessage } from './live-messages.ts';
import { Peer } from './peer.ts';
import type { Surroundings } from './sdk-connection.ts';

const SUBSCRIPTIONS = 50;
const MESSAGES_PER_BEAT = 200;

/** Who is at the other end, and what they may see. */
export interface Onlooker {
  /** The automation token's id; null for a person. */
  readonly keyId: string | null;
  /** Key of the one project that they may see; null means all of them. */
  readonly project: string | null;
  /** Whether they are still signed in. @throws when that cannot be found out. */
  stillThere(): Promise<boolean>;
}

interface Subscription {
  readonly channel: Channel;
  readonly reader: Reader;
}

/** One dashboard on one socket, following any number of environments. */
export class LiveConnection implements Member {
  readonly peer: Peer;
  readonly keyId: string | null;
  readonly #around: Surroundings;
  readonly #onlooker: Onlooker;
  readonly #find: (project: string, environment: string) => EnvironmentFeed | undefined;
  readonly #subscriptions = new Map<string, Subscription>();
  #messages = 0;

  constructor(
    [socket, raw]: readonly [WebSocket, Socket],
    around: Surroundings,
    onlooker: Onlooker,
    find: (project: string, environment: string) => EnvironmentFeed | undefined,
  ) {
    this.#around = around;
    this.#onlooker = onlooker;
    this.#find = find;
    this.keyId = onlooker.keyId;
    this.peer = new Peer(socket, raw, around.timers, {
      text: (text) => this.#text(text),
      drained: () => this.#each(({ channel, reader }) => channel.bringUp(reader)),
      gone: () => {
        around.crowd.remove(this);
        this.#each(({ channel, reader }) => channel.leave(reader));
      },
    });
    around.crowd.add(this);
  }

  tick(): void {}

  beat(): void {
    this.#messages = 0;
    void this.recheck();
    this.#each(({ channel, reader }) => channel.beat(reader));
  }

  /** Ends the connection if who opened it has been signed out since. */
  async recheck(): Promise<void> {
    try {
      if (await this.#onlooker.stillThere()) return;
      this.peer.end(unknownKey('you were signed out; sign in again'));
    } catch (error) {
      this.#around.log.warn({ err: error }, 'a session cannot be read; it is looked at again soon');
    }
  }

  #text(text: string): void {
    try {
      if (++this.#messages > MESSAGES_PER_BEAT) throw new BadMessage('too many messages');
      const message = readLiveMessage(text);
      if (message?.type === 'subscribe') this.#subscribe(message);
      if (message?.type === 'unsubscribe') this.#unsubscribe(message);
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      this.peer.end(policy(error.message));
    }
  }

  #subscribe(message: SubscribeMessage): void {
    const { project, environment, epoch, position } = message;
    const feed = this.#find(project, environment);
    const refusal = this.#refusal(message, feed);
    if (feed === undefined || refusal !== null) {
      this.peer.write(frameOf(JSON.stringify({ type: 'problem', project, environment, ...refusal })));
      return;
    }
    const name = nameOf(message);
    const reader: Reader = { outlet: this.peer, held: null, asked: false, contextHash: undefined };
    const subscription = this.#subscriptions.get(name) ?? { channel: feed.channel('dashboard'), reader };
    this.#subscriptions.set(name, subscription);
    subscription.channel.join(subscription.reader, epoch === undefined || position === undefined ? null : { epoch, position });
  }

  #refusal({ project, environment }: SubscribeMessage, feed: EnvironmentFeed | undefined): Pick<LiveProblem, 'code' | 'detail'> | null {
    const only = this.#onlooker.project;
    if (only !== null && only !== project) return { code: 'forbidden', detail: `You may see the project "${only}", not "${project}".` };
    if (feed === undefined) return { code: 'not-found', detail: `There is no environment "${environment}" in the project "${project}".` };
    if (this.#subscriptions.size < SUBSCRIPTIONS || this.#subscriptions.has(nameOf({ project, environment }))) return null;
    return { code: 'conflict', detail: `One connection follows at most ${SUBSCRIPTIONS} environments.` };
  }

  #unsubscribe(message: UnsubscribeMessage): void {
    const name = nameOf(message);
    const subscription = this.#subscriptions.get(name);
    subscription?.channel.leave(subscription.reader);
    this.#subscriptions.delete(name);
  }

  #each(visit: (subscription: Subscription) => void): void {
    for (const subscription of this.#subscriptions.values()) visit(subscription);
  }
}

const nameOf = ({ project, environment }: { readonly project: string; readonly environment: string }): string =>
  `${project}/${environment}`;
