import { apply, type Flag, type FlagStore, readMessage, type ServerMessage } from '@sluice/core';
import { toWire } from '@sluice/core/schema';
import type { Audience } from '../../src/stream/audience.ts';
import type { Frame } from '../../src/stream/frame.ts';
import { hasPrivateLeaf } from '../../src/stream/private-leaves.ts';
import type { MemoryLog } from './memory-log.ts';

/** An SDK's memory: folds what it is written, by the very function that SDKs use. */
export class Folder {
  store: FlagStore | null = null;
  readonly heard: ServerMessage[] = [];

  hear(text: string): ServerMessage {
    const message = readMessage(text);
    this.heard.push(message);
    const applied = apply(this.store, message, {});
    if (applied.outcome === 'resume') throw new Error(`does not fit what is held at ${this.store?.position.revision}: ${text}`);
    this.store = applied.store;
    return message;
  }

  hearFrame(frame: Frame): ServerMessage {
    return this.hear(frame.content.toString());
  }
}

/** What an SDK serves from, in an order that can be compared. */
export function contents(store: FlagStore | null): object | null {
  if (store === null) return null;
  return {
    epoch: store.epoch,
    position: store.position,
    flags: sorted([...store.flags.values()].map(({ source }) => source)),
    segments: sorted([...store.segments.values()].map(({ source }) => source)),
  };
}

/** What an audience should serve from at a revision, computed from the log alone. */
export function expected(log: MemoryLog, audience: Audience, revision: number): object {
  const { flags, segments } = log.at(revision);
  const may = (key: string): boolean => {
    const stored = flags.get(key);
    if (stored === undefined) return true;
    if (!stored.definition.clientSide || hasPrivateLeaf(toWire(stored))) return false;
    return stored.configuration.prerequisites.every(({ flag }) => may(flag));
  };
  const visible = [...flags.values()].filter(({ key }) => audience === 'server' || may(key)).map((stored): Flag => toWire(stored));
  return {
    epoch: log.epoch,
    position: log.rows[revision - 1]?.position ?? { revision: 0, head: '' },
    flags: sorted(visible),
    segments: audience === 'server' ? sorted([...segments.values()]) : [],
  };
}

function sorted<Body extends { readonly key: string }>(bodies: readonly Body[]): readonly Body[] {
  return bodies.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
