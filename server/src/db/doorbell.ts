/** What a ring is about: an environment's log, or a chain of events (a project's id, or `installation`). */
export interface Ring {
  readonly about: 'environment' | 'events';
  readonly id: string;
}

export type RingListener = (ring: Ring) => void;

/** Says "look" and carries no truth: whoever hears it reads the log. Rings of this process arrive at once, those of others by `NOTIFY`. */
export interface Doorbell {
  ring(ring: Ring): void;
  /** Returns the way to stop. */
  onRing(listener: RingListener): () => void;
  /** Called when rings may have been lost (the listener reconnected) and at every poll: read everything again. Returns the way to stop. */
  onDoubt(listener: () => void): () => void;
}

/** One process's part of the doorbell: listeners, and nothing else. */
export function createLocalDoorbell(): Doorbell & { doubt(): void } {
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
