import { unavailable } from './away.ts';

/** Lets one at a time through; urgent ones go ahead of those that wait, but never interrupt. */
export interface Turnstile {
  /** @throws `unavailable` when its turn has not come within `deadlineMs`. */
  pass<T>(work: () => Promise<T>, order: { readonly deadlineMs: number; readonly urgent: boolean }): Promise<T>;
}

interface Waiting {
  readonly urgent: boolean;
  readonly admit: () => void;
}

export function createTurnstile(): Turnstile {
  const queue: Waiting[] = [];
  let busy = false;
  const next = (): void => {
    const admitted = queue.shift();
    if (admitted === undefined) busy = false;
    else admitted.admit();
  };
  const turn = (deadlineMs: number, urgent: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(unavailable(`The database was busy with other work for ${deadlineMs} ms; nothing was changed. Try again.`));
      }, deadlineMs);
      const waiting: Waiting = {
        urgent,
        admit: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const behind = urgent ? queue.findIndex((other) => !other.urgent) : -1;
      queue.splice(behind === -1 ? queue.length : behind, 0, waiting);
    });

  return {
    pass: async (work, { deadlineMs, urgent }) => {
      if (busy) await turn(deadlineMs, urgent);
      busy = true;
      try {
        return await work();
      } finally {
        next();
      }
    },
  };
}
