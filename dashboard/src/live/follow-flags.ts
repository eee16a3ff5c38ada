import { apply, type FlagStore, HEARTBEAT_MS, parseJson, type ServerMessage } from '@sluice/core';
import type { Place } from '../api/place.ts';
import type { LivePorts, LiveSocket } from './ports.ts';

/** What the page knows of its connection. */
export interface LiveState {
  readonly phase: 'connecting' | 'live' | 'reconnecting';
  /** When the data shown was last known to be the server's; null before the first answer. */
  readonly heardAt: number | null;
}

export interface LiveListener {
  state(state: LiveState): void;
  /** The ruleset after a message, and the keys of the flags that may serve otherwise than before. */
  changed(store: FlagStore, keys: readonly string[]): void;
}

export interface Following {
  /** An answer over HTTP: the data shown is as old as that. */
  answered(): void;
  /** Tries again at once, as when the tab comes back into view. */
  hurry(): void;
  stop(): void;
}

/** `problem` refuses a subscription, as to an environment that the node does not know yet; it may later. */
type LiveFrame =
  | { readonly type: 'flags'; readonly project: string; readonly environment: string; readonly message: ServerMessage }
  | { readonly type: 'goodbye' | 'problem'; readonly project?: string; readonly environment?: string };

/** A heartbeat may be a little late; after that nobody is there. */
const SILENCE_MS = HEARTBEAT_MS + 2_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;

/**
 * Keeps one environment's flags up to date by the SDKs' own fold, over one socket that comes back by itself: full
 * jitter from 1 s to 10 s. It resumes where it was.
 */
export function followFlags(place: Place, ports: LivePorts, listener: LiveListener): Following {
  let store: FlagStore | null = null;
  let socket: LiveSocket | null = null;
  let state: LiveState = { phase: 'connecting', heardAt: null };
  let attempts = 0;
  let cancelTimer = () => {};

  const become = (next: Partial<LiveState>) => {
    state = { ...state, ...next };
    listener.state(state);
  };
  const wait = (milliseconds: number, run: () => void) => {
    cancelTimer();
    cancelTimer = ports.after(milliseconds, run);
  };
  const subscribe = () => {
    const held = store === null ? {} : { epoch: store.epoch, position: store.position };
    socket?.send(JSON.stringify({ type: 'subscribe', ...place, ...held }));
  };

  const lost = () => {
    socket = null;
    if (state.phase === 'live') become({ phase: 'reconnecting' });
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts);
    attempts += 1;
    wait(ports.random() * longest, connect);
  };
  const giveUp = () => {
    socket?.close();
    lost();
  };
  const take = (message: ServerMessage) => {
    const applied = apply(store, message, {});
    store = applied.store;
    if (applied.outcome === 'resume') return subscribe();
    attempts = 0;
    become({ phase: 'live', heardAt: ports.now() });
    if (store !== null && applied.outcome === 'applied') listener.changed(store, applied.changed);
  };
  const askAgain = () => {
    wait(SILENCE_MS, giveUp);
    subscribe();
  };
  const heard = (text: string) => {
    wait(SILENCE_MS, giveUp);
    try {
      const frame = parseJson(text) as LiveFrame;
      const ours = frame.project === place.project && frame.environment === place.environment;
      if (frame.type === 'goodbye') giveUp();
      else if (frame.type === 'problem' && ours) wait(FIRST_RETRY_MS, askAgain);
      else if (frame.type === 'flags' && ours) take(frame.message);
    } catch {
      giveUp();
    }
  };
  const connect = () => {
    wait(SILENCE_MS, giveUp);
    socket = ports.connect({ opened: subscribe, said: heard, closed: lost });
  };

  connect();
  return {
    answered: () => become({ heardAt: ports.now() }),
    hurry() {
      if (socket === null) connect();
    },
    stop() {
      cancelTimer();
      socket?.close();
      socket = null;
    },
  };
}
