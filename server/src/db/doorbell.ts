/** What a ring is about: an environment's log, or a chain of events (a project's id, or `installation`). */
export interface Ring {
  readonly about: 'environment' | 'events';
  readonly id: string;
  /** Revision of the environment, or sequence of the chain. A hint: the log is the truth. */
  readonly revision: number;
}

export type RingListener = (ring: Ring) => void;

/** Says "look" and carries no truth: whoever hears it reads the log. A ring may come twice, early for others, or never. */
export interface Doorbell {
  /** Rings in this process at once; other nodes are rung by the `NOTIFY` of the transaction. */
  ring(ring: Ring): void;
  /** Returns the way to stop. */
  onRing(listener: RingListener): () => void;
  /** Called when rings may have been lost: the listener reconnected, or it is time for a poll. Returns the way to stop. */
  onDoubt(listener: () => void): () => void;
}

export interface LocalDoorbell extends Doorbell {
  doubt(): void;
}

/** One process's part of the doorbell: its listeners, and nothing else. */
export function createLocalDoorbell(): LocalDoorbell {
  const ringListeners = new Set<RingListener>();
  const doubtListeners = new Set<() => void>();
  return {
    ring: (ring) => {
      for (const listener of [...ringListeners]) listener(ring);
    },
    doubt: () => {
      for (const listener of [...doubtListeners]) listener();
    },
    onRing: (listener) => {
      ringListeners.add(listener);
      return () => ringListeners.delete(listener);
    },
    onDoubt: (listener) => {
      doubtListeners.add(listener);
      return () => doubtListeners.delete(listener);
    },
  };
}

export const CHANNEL = 'sluice';

/** The text of a notification; a few dozen bytes, since Postgres takes less than 8,000. */
export function formatRing(ring: Ring): string {
  return `${ring.about}:${ring.id}:${ring.revision}`;
}

/** null for what is not a ring, such as a listener's own sign of life. */
export function parseRing(text: string): Ring | null {
  const match = /^(environment|events):([^:]+):(\d+)$/.exec(text);
  if (match === null) return null;
  const [, about, id, revision] = match as unknown as [string, Ring['about'], string, string];
  return { about, id, revision: Number(revision) };
}
