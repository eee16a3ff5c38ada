import { type ConnectionAction, type ConnectionEvent, type ConnectionState, IDLE, step } from '../sync/connection.ts';
import type { ClientMessage } from '../sync/messages.ts';
import type { Connection, Platform, Transport } from './ports.ts';

export interface LinkOwner {
  /** The first message of a connection; `refetch` asks for everything anew. */
  hello(refetch: boolean): ClientMessage;
  /** What tells the server of the present context. */
  context(): ClientMessage;
  received(text: string): void;
  moved(state: ConnectionState, before: ConnectionState): void;
  lost(code: number, reason: string): void;
}

/** Drives the connection machine: owns the one socket and the one timer, and does what the machine says. */
export class Link {
  readonly #transport: Transport;
  readonly #platform: Platform;
  readonly #owner: LinkOwner;
  #state: ConnectionState = IDLE;
  #socket: Connection | null = null;
  #disarm: () => void = () => {};

  constructor(transport: Transport, platform: Platform, owner: LinkOwner) {
    this.#transport = transport;
    this.#platform = platform;
    this.#owner = owner;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  dispatch(event: ConnectionEvent): void {
    const { timers, random } = this.#platform;
    const before = this.#state;
    const { state, actions } = step(before, event, timers.now(), random());
    this.#state = state;
    // A timer may ring a little early: then it is set again.
    if (state !== before || event.type === 'tick') this.#arm();
    for (const action of actions) this.#do(action);
    if (state.name !== before.name) this.#owner.moved(state, before);
  }

  send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #arm(): void {
    this.#disarm();
    const { timers } = this.#platform;
    if ('until' in this.#state) this.#disarm = timers.after(this.#state.until - timers.now(), () => this.dispatch({ type: 'tick' }));
  }

  #do(action: ConnectionAction): void {
    switch (action) {
      case 'open':
        this.#open();
        break;
      case 'drop':
        this.#socket?.close();
        this.#socket = null;
        break;
      case 'context':
        this.send(this.#owner.context());
        break;
      case 'hello':
      case 'refetch':
        this.send(this.#owner.hello(action === 'refetch'));
        break;
    }
  }

  #open(): void {
    const socket: Connection = this.#transport.connect({
      opened: () => this.#socket === socket && this.dispatch({ type: 'opened' }),
      received: (text) => this.#socket === socket && this.#owner.received(text),
      closed: (code, reason) => {
        if (this.#socket !== socket) return; // Dropped already: another attempt may be under way.
        this.#socket = null;
        this.#owner.lost(code, reason);
        this.dispatch({ type: 'lost', code });
      },
    });
    this.#socket = socket;
  }
}
