import type { CurrentMessage, DeltaMessage, HeartbeatMessage, Position } from '@sluice/core';
import { contentsAfter, startFor, type View } from './view.ts';

/** Distinct positions for which a delta is kept; a herd that resumes shares few. */
const KEPT_DELTAS = 64;

/** The messages of one view as JSON, each written once, when it is first asked for. */
export class Texts {
  readonly view: View;
  readonly #deltas = new Map<number, string>();
  #body: string | undefined;
  #ruleset: string | undefined;
  #current: string | undefined;
  #heartbeat: string | undefined;

  constructor(view: View, before?: Texts) {
    this.view = view;
    if (before !== undefined && before.view.lastSeen === view.lastSeen && before.view.epoch === view.epoch) this.#body = before.#body;
  }

  /** The whole state. Ends so that members can be added: see `withContextHash`. */
  ruleset(): string {
    this.#body ??= this.#bodyText();
    this.#ruleset ??= `{"type":"ruleset",${this.#place()},${this.#body}}`;
    return this.#ruleset;
  }

  /** What a reader that holds `held` lacks; the reader must be one that a delta can help. */
  delta(held: Position): string {
    const from = startFor(this.view, held);
    const known = this.#deltas.get(from.revision);
    if (known !== undefined) return known;
    if (this.#deltas.size >= KEPT_DELTAS) this.#deltas.clear();
    const { epoch, position, cause } = this.view;
    const message: DeltaMessage = { type: 'delta', epoch, from, position, cause, ...contentsAfter(this.view, from.revision) };
    const text = JSON.stringify(message);
    this.#deltas.set(from.revision, text);
    return text;
  }

  current(): string {
    this.#current ??= JSON.stringify({ type: 'current', ...this.#at() } satisfies CurrentMessage);
    return this.#current;
  }

  heartbeat(): string {
    this.#heartbeat ??= JSON.stringify({ type: 'heartbeat', ...this.#at() } satisfies HeartbeatMessage);
    return this.#heartbeat;
  }

  #at(): { epoch: string; position: Position } {
    return { epoch: this.view.epoch, position: this.view.position };
  }

  #place(): string {
    return `"epoch":${JSON.stringify(this.view.epoch)},"position":${JSON.stringify(this.view.position)}`;
  }

  /** Stays true while positions move past what this audience sees. */
  #bodyText(): string {
    const { name, sight } = this.view;
    const body = JSON.stringify({ environment: name, flags: [...sight.flags.values()], segments: [...sight.segments.values()] });
    return body.slice(1, -1);
  }
}

/** A ruleset's text for the one reader that announced a context under this hash. */
export function withContextHash(ruleset: string, contextHash: string): string {
  return `${ruleset.slice(0, -1)},"contextHash":${JSON.stringify(contextHash)}}`;
}
