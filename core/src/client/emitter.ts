import type { Signal, Unsubscribe } from './events.ts';

type Listener<Event> = (event: Event) => void;

/** Calls listeners in the order in which they came. What a listener throws, or rejects with, goes to `onError` and no further. */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<{ readonly call: Listener<never> }>>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  on<Name extends keyof Events>(name: Name, call: Listener<Events[Name]>, signal?: Signal): Unsubscribe {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const entry = { call };
    const off = () => void listeners.delete(entry);
    if (signal?.aborted !== true) {
      listeners.add(entry);
      signal?.addEventListener('abort', off, { once: true });
    }
    return off;
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const { call } of [...(this.#listeners.get(name) ?? [])]) {
      try {
        const result: unknown = (call as Listener<Events[Name]>)(event);
        if (result instanceof Promise) result.catch(this.#onError);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
