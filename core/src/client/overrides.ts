import type { JsonValue } from '../evaluate/flag.ts';
import type { Unsubscribe } from './events.ts';

export interface Override {
  readonly value: JsonValue;
  readonly origin: 'code' | 'env' | 'url';
}

/** Values set over whatever the server says. The latest of a key answers; taking it back brings the one before. */
export class Overrides {
  readonly #byKey = new Map<string, readonly Override[]>();

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): Override | undefined {
    return this.#byKey.get(key)?.at(-1);
  }

  set(key: string, override: Override): Unsubscribe {
    this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), override]);
    return () => {
      const left = (this.#byKey.get(key) ?? []).filter((one) => one !== override);
      if (left.length > 0) this.#byKey.set(key, left);
      else this.#byKey.delete(key);
    };
  }
}
