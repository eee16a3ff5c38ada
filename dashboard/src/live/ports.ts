/** What following the stream needs of the page; a test passes its own. */
export interface LivePorts {
  connect(events: LiveSocketEvents): LiveSocket;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once after so many milliseconds; returns the way to call it off. */
  after(milliseconds: number, run: () => void): () => void;
  /** 0 up to 1. */
  random(): number;
}

export interface LiveSocket {
  send(text: string): void;
  close(): void;
}

/** After `closed` nothing else is called. */
export interface LiveSocketEvents {
  opened(): void;
  said(text: string): void;
  closed(): void;
}

const SUBPROTOCOL = 'sluice.ops.v1';

/** The browser's own socket, clock and timers. */
export const pagePorts: LivePorts = {
  connect(events) {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`, SUBPROTOCOL);
    const gone = new AbortController();
    const { signal } = gone;
    const close = () => {
      if (signal.aborted) return;
      gone.abort();
      events.closed();
    };
    socket.addEventListener('open', () => events.opened(), { signal });
    socket.addEventListener('message', (message) => events.said(String(message.data)), { signal });
    socket.addEventListener('close', close, { signal });
    return {
      send: (text) => socket.send(text),
      close() {
        gone.abort();
        socket.close();
      },
    };
  },
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
