/** Counts failures by key and says when the next attempt is allowed. */
export interface Throttle {
  /** Seconds to wait before another attempt; 0 when one is allowed now. */
  wait(key: string): number;
  failed(key: string): void;
  forget(key: string): void;
}

interface ThrottleOptions {
  /** Failures within the window after which attempts wait. */
  readonly limit: number;
  readonly windowSeconds: number;
  readonly clock: () => Date;
}

/** Beyond this many keys the ones that have waited longest are dropped: a flood of names must not fill the memory. */
const MAX_KEYS = 10_000;

/** In the memory of this node alone. Before a password is verified the failure is already counted, so that parallel guesses count too. */
export function createThrottle({ limit, windowSeconds, clock }: ThrottleOptions): Throttle {
  const failures = new Map<string, readonly number[]>();
  const seconds = () => clock().getTime() / 1000;
  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => at > seconds() - windowSeconds);
  return {
    wait: (key) => {
      const [oldest, ...others] = recent(key);
      return oldest === undefined || others.length + 1 < limit ? 0 : Math.max(1, Math.ceil(oldest + windowSeconds - seconds()));
    },
    failed: (key) => {
      const counted = [...recent(key), seconds()].slice(-limit);
      failures.delete(key);
      failures.set(key, counted);
      const first = failures.keys().next().value;
      if (failures.size > MAX_KEYS && first !== undefined) failures.delete(first);
    },
    forget: (key) => {
      failures.delete(key);
    },
  };
}
