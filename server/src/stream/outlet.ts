import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Outlet } from './channel.ts';
import type { Frame } from './frame.ts';
import type { Timers } from './timers.ts';

/** Bytes waiting for a reader above which nothing more is written to it until they have gone. */
export const BEHIND_BYTES = 256 * 1024;
/** How long a reader may stay behind. */
export const BEHIND_MS = 30_000;
/** Answers to pings pile up as well, for one who pings and never reads. */
const UNREAD_BYTES = 1024 * 1024;

/**
 * Writes ready-made frames to one socket. A reader that is too slow has nothing queued for it: it is told what it
 * missed, as one message, once its buffer is empty.
 */
export class SocketOutlet implements Outlet {
  readonly #socket: WebSocket;
  readonly #raw: Socket;
  readonly #timers: Timers;
  readonly #drained: () => void;
  #behindSince: number | null = null;
  #largest = 0;

  constructor(socket: WebSocket, raw: Socket, timers: Timers, drained: () => void) {
    this.#socket = socket;
    this.#raw = raw;
    this.#timers = timers;
    this.#drained = drained;
  }

  get ready(): boolean {
    return this.#behindSince === null && this.#socket.readyState === this.#socket.OPEN;
  }

  write(frame: Frame): void {
    if (!this.ready) return;
    this.#put(frame);
    this.#largest = Math.max(this.#largest, frame.bytes.length);
    if (this.#socket.bufferedAmount > BEHIND_BYTES) this.#fallBehind();
  }

  /** Whether the reader has been behind for so long, or left so much unread, that it should be cut off. */
  isLost(): boolean {
    if (this.#socket.bufferedAmount > UNREAD_BYTES + this.#largest) return true;
    return this.#behindSince !== null && this.#timers.now() - this.#behindSince >= BEHIND_MS;
  }

  /** Past `ws` only while it has nothing of its own queued on the socket, so that frames never mix. */
  #put(frame: Frame): void {
    const queued = this.#socket.bufferedAmount - this.#raw.writableLength;
    if (queued === 0 && this.#socket.extensions === '') this.#raw.write(frame.bytes);
    else this.#socket.send(frame.content, { binary: false });
  }

  #fallBehind(): void {
    this.#behindSince = this.#timers.now();
    this.#raw.once('drain', () => {
      this.#behindSince = null;
      this.#drained();
    });
  }
}
