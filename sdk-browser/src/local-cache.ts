import type { SnapshotCache, Timers } from '@sluice/core';

const SETTLE_MS = 500;

/** One ruleset in localStorage, where there is one: pages may be denied it, and it may be full. */
export function localCache(name: string, timers: Timers): SnapshotCache {
  let make: (() => string) | undefined;
  let callOff: (() => void) | undefined;
  const write = () => {
    callOff?.();
    callOff = undefined;
    try {
      if (make) localStorage.setItem(name, make());
    } catch {} // The page works without; the next start waits for the server.
    make = undefined;
  };
  globalThis.addEventListener?.('pagehide', write);
  return {
    load(_, use) {
      let text: string | null = null;
      try {
        text = localStorage.getItem(name);
      } catch {} // As if there were none.
      use(text === null ? [] : [{ source: 'cache', text }]);
    },
    save(_, next) {
      make = next;
      callOff ??= timers.after(SETTLE_MS, write);
    },
    async close() {
      write();
      globalThis.removeEventListener?.('pagehide', write);
    },
  };
}
