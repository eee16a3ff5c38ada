import { once } from 'node:events';
import { type ServerMessage, SUBPROTOCOL } from '@sluice/core';
import WebSocket from 'ws';
import { SERVER_KEY } from './memory-keys.ts';

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** One end of a real socket, with what it hears in a queue. */
export class TestSocket {
  readonly ws: WebSocket;
  readonly closed: Promise<Closed>;
  readonly #heard: ServerMessage[] = [];
  #wake: () => void = () => {};

  constructor(address: string, protocols: readonly string[] = [SUBPROTOCOL], options: WebSocket.ClientOptions = {}) {
    this.ws = new WebSocket(address, [...protocols], options);
    this.ws.on('message', (data) => {
      this.#heard.push(JSON.parse(data.toString()));
      this.#wake();
    });
    this.ws.on('error', () => {});
    this.closed = new Promise((resolve) => {
      this.ws.once('close', (code, reason) => {
        this.#wake();
        resolve({ code, reason: reason.toString() });
      });
    });
  }

  static async sdk(url: string, secret = SERVER_KEY, options: WebSocket.ClientOptions = {}): Promise<TestSocket> {
    const headers = { ...options.headers, authorization: `Bearer ${secret}` };
    const socket = new TestSocket(`${url}/sdk/v1/stream`, [SUBPROTOCOL], { ...options, headers });
    await once(socket.ws, 'open');
    return socket;
  }

  send(message: object | string): void {
    this.ws.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  hello(more: object = {}): void {
    this.send({ type: 'hello', sdk: 'test', sdkVersion: '1.0.0', instance: 'host-1', clientId: 'client-1', ...more });
  }

  /** The next message, in order. @throws when the socket closes without one. */
  async next<Message = ServerMessage>(): Promise<Message> {
    while (this.#heard.length === 0) {
      if (this.ws.readyState === WebSocket.CLOSED) throw new Error('the socket closed without another message');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#heard.shift() as Message;
  }

  /** The next message that is not a heartbeat, for servers whose clock runs. */
  async news<Message = ServerMessage>(): Promise<Message> {
    for (;;) {
      const message = await this.next<{ readonly type: string; readonly message?: { readonly type: string } }>();
      if ((message.message ?? message).type !== 'heartbeat') return message as Message;
    }
  }

  get unread(): number {
    return this.#heard.length;
  }
}
