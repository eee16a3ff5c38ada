import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import type { Frame } from './frame.ts';
import { frameOf } from './frame.ts';
import { closeReason, type Goodbye, goodbyeText, policy } from './goodbye.ts';
import { SocketOutlet } from './outlet.ts';
import type { Timers } from './timers.ts';

/** Heartbeats from one ping to the next. */
const BEATS_PER_PING = 3;
/** How long the other side may take to answer a close. */
const CLOSING_MS = 5_000;

export interface PeerEvents {
  text(text: string): void;
  /** The peer was behind and has read everything that was written to it. */
  drained(): void;
  gone(): void;
}

/** The other end of one socket, whatever is spoken over it. */
export class Peer {
  readonly #socket: WebSocket;
  readonly #outlet: SocketOutlet;
  readonly #timers: Timers;
  #beats = 0;
  #pingUnanswered = false;
  #closingSince: number | null = null;

  constructor(socket: WebSocket, raw: Socket, timers: Timers, events: PeerEvents) {
    this.#socket = socket;
    this.#timers = timers;
    this.#outlet = new SocketOutlet(socket, raw, timers, () => events.drained());
    socket.on('message', (data, isBinary) => this.#read(data, isBinary, events));
    socket.on('pong', () => {
      this.#pingUnanswered = false;
    });
    socket.once('close', () => events.gone());
  }

  get open(): boolean {
    return this.#closingSince === null && this.#socket.readyState === this.#socket.OPEN;
  }

  /** Whether a message would be written now. */
  get ready(): boolean {
    return this.open && this.#outlet.ready;
  }

  write(frame: Frame): void {
    if (this.open) this.#outlet.write(frame);
  }

  /** At each heartbeat: pings at every third, and cuts off who did not answer the last one. */
  beat(): void {
    if (++this.#beats % BEATS_PER_PING !== 0 || !this.open) return;
    if (this.#pingUnanswered) this.#socket.terminate();
    else this.#socket.ping();
    this.#pingUnanswered = true;
  }

  /** At each tick: cuts off who no longer reads, or does not answer a close. */
  check(): void {
    const closing = this.#closingSince !== null && this.#timers.now() - this.#closingSince >= CLOSING_MS;
    if (closing || this.#outlet.isLost()) this.#socket.terminate();
  }

  /** Says why and when to come back, then closes. One who is behind would read it too late, and is cut off. */
  end(goodbye: Goodbye): void {
    if (!this.open) return;
    const { ready } = this.#outlet;
    this.#outlet.write(frameOf(goodbyeText(goodbye)));
    this.#closingSince = this.#timers.now();
    if (ready) this.#socket.close(goodbye.code, closeReason(goodbye.reason));
    else this.#socket.terminate();
  }

  #read(data: RawData, isBinary: boolean, events: PeerEvents): void {
    if (!this.open) return;
    if (isBinary) this.end(policy('messages are JSON in text frames, not binary ones'));
    else events.text(data.toString());
  }
}
