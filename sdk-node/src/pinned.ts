import type { EvaluationContext, EvaluationDetails, FlagStore, JsonValue } from '@sluice/core';

export const PIN_MS = 30_000;
const MOST_PREREQUISITES = 32;

/** Answers for one key in one store; `null`: in what is held now. */
export type Answer<Result> = (key: string, fallback: JsonValue, context: EvaluationContext, store: FlagStore | null) => Result;

export interface PinParts {
  readonly context: EvaluationContext;
  readonly current: () => FlagStore | null;
  readonly now: () => number;
  readonly get: Answer<JsonValue>;
  readonly details: Answer<EvaluationDetails>;
}

/** Answers for one context from one revision, so that two reads in a request agree; for 30 s, and never against a kill. */
export class Pinned {
  readonly #parts: PinParts;
  readonly #until: number;
  #store: FlagStore | null;

  constructor(parts: PinParts, live: boolean) {
    this.#parts = parts;
    this.#store = live ? null : parts.current();
    this.#until = parts.now() + PIN_MS;
  }

  get(key: string, fallback: JsonValue, context?: EvaluationContext): JsonValue {
    return this.#parts.get(key, fallback, this.#merged(context), this.#storeFor(key));
  }

  details(key: string, fallback: JsonValue, context?: EvaluationContext): EvaluationDetails {
    return this.#parts.details(key, fallback, this.#merged(context), this.#storeFor(key));
  }

  #merged(context: EvaluationContext | undefined): EvaluationContext {
    return context === undefined ? this.#parts.context : { ...this.#parts.context, ...context };
  }

  #storeFor(key: string): FlagStore | null {
    const current = this.#parts.current();
    if (this.#store === null || this.#store === current) return current;
    if (this.#parts.now() > this.#until) this.#store = null;
    return this.#store === null || isKilled(key, this.#store, current, 0) ? current : this.#store;
  }
}

/** Whether the flag is killed by now, or one that it asks for, now or in the pinned revision, at any depth. */
function isKilled(key: string, pinned: FlagStore, current: FlagStore | null, depth: number): boolean {
  const now = current?.flags.get(key)?.source;
  if (now?.killedAt !== undefined) return true;
  const asked = [...(now?.prerequisites ?? []), ...(pinned.flags.get(key)?.source.prerequisites ?? [])];
  return depth < MOST_PREREQUISITES && asked.some(({ flag }) => isKilled(flag, pinned, current, depth + 1));
}
