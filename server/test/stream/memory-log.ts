import { createHash } from 'node:crypto';
import type { ChangeCause, Condition, Position, Segment } from '@sluice/core';
import type { StoredFlag } from '@sluice/core/schema';
import type { ChangeSource, EnvironmentState, LogEnd, LoggedChange, TouchedAt } from '../../src/stream/change-source.ts';

export interface FlagParts {
  readonly clientSide?: boolean;
  readonly enabled?: boolean;
  readonly when?: Condition;
  readonly prerequisites?: readonly string[];
}

/** A flag as the log keeps it, with what a test says and plain rest. */
export function storedFlag(
  key: string,
  version: number,
  { clientSide = false, enabled = true, when, prerequisites = [] }: FlagParts = {},
): StoredFlag {
  return {
    key,
    version,
    definition: {
      name: `Name of ${key}`,
      description: '',
      type: 'boolean',
      variants: { on: true, off: false },
      tags: [],
      owner: '',
      clientSide,
      salt: key,
    },
    configuration: {
      enabled,
      offVariant: 'off',
      prerequisites: prerequisites.map((flag) => ({ flag, variants: ['on'] })),
      rules: when === undefined ? [] : [{ id: 'r1', when, serve: { variant: 'on' } }],
      fallthrough: { variant: 'off' },
      whenStale: 'keep',
    },
    kill: null,
  };
}

export interface Commit {
  readonly cause?: ChangeCause;
  readonly flags?: readonly StoredFlag[];
  readonly removedFlags?: readonly string[];
  readonly segments?: readonly Segment[];
}

/** The log of one environment, in memory. Rings only when told to; a read waits for its gate while `hold` is in force. */
export class MemoryLog implements ChangeSource {
  readonly environmentId: string;
  epoch = 'epoch-1';
  rows: LoggedChange[] = [];
  loads = 0;
  reads = 0;
  /** What reading throws, for an outage. */
  outage: Error | null = null;
  #rings = new Set<(environmentId: string) => void>();
  #doubts = new Set<() => void>();
  #gates: (() => void)[] | null = null;

  constructor(environmentId = 'env-1') {
    this.environmentId = environmentId;
  }

  get position(): Position {
    return this.rows.at(-1)?.position ?? { revision: 0, head: '' };
  }

  commit({ cause = 'edit', flags = [], removedFlags = [], segments = [] }: Commit): Position {
    const { revision, head } = this.position;
    const text = JSON.stringify([this.epoch, head, flags, removedFlags, segments]);
    const position = { revision: revision + 1, head: createHash('sha256').update(text).digest('hex') };
    this.rows = [...this.rows, { position, cause, flags, removedFlags, segments, removedSegments: [] }];
    return position;
  }

  /** What is served at a revision: the rows up to it, folded naively. */
  at(revision: number): { readonly flags: ReadonlyMap<string, StoredFlag>; readonly segments: ReadonlyMap<string, Segment> } {
    const flags = new Map<string, StoredFlag>();
    const segments = new Map<string, Segment>();
    for (const row of this.rows.slice(0, revision)) {
      for (const flag of row.flags) flags.set(flag.key, flag);
      for (const key of row.removedFlags) flags.delete(key);
      for (const segment of row.segments) segments.set(segment.key, segment);
    }
    return { flags, segments };
  }

  ring(): void {
    for (const ring of this.#rings) ring(this.environmentId);
  }

  doubt(): void {
    for (const doubt of this.#doubts) doubt();
  }

  /** From now on every read answers with what it found, but only after `release`. */
  hold(): void {
    this.#gates ??= [];
  }

  /** Lets one held read go, or with `all` everything from now on. */
  release(all = false): void {
    const gates = this.#gates ?? [];
    for (const open of all ? gates.splice(0) : gates.splice(0, 1)) open();
    if (all) this.#gates = null;
  }

  async ends(): Promise<readonly LogEnd[]> {
    return await this.#answer([{ environmentId: this.environmentId, epoch: this.epoch, position: this.position }]);
  }

  async load(environmentId: string): Promise<EnvironmentState> {
    this.loads++;
    if (environmentId !== this.environmentId) throw new Error(`there is no environment ${environmentId}`);
    const { flags, segments } = this.at(this.rows.length);
    return await this.#answer({
      environmentId,
      name: { project: 'shop', key: 'production' },
      epoch: this.epoch,
      position: this.position,
      flags: [...flags.values()],
      segments: [...segments.values()],
      recent: this.rows.map(touchedBy),
    });
  }

  async after(_environmentId: string, revision: number): Promise<readonly LoggedChange[]> {
    this.reads++;
    return await this.#answer(this.rows.filter((row) => row.position.revision > revision));
  }

  onRing(listener: (environmentId: string) => void): () => void {
    this.#rings.add(listener);
    return () => this.#rings.delete(listener);
  }

  onDoubt(listener: () => void): () => void {
    this.#doubts.add(listener);
    return () => this.#doubts.delete(listener);
  }

  async #answer<Found>(found: Found): Promise<Found> {
    if (this.outage !== null) throw this.outage;
    if (this.#gates !== null) await new Promise<void>((resolve) => this.#gates?.push(resolve));
    return found;
  }
}

function touchedBy({ position, cause, flags, removedFlags, segments, removedSegments }: LoggedChange): TouchedAt {
  return {
    position,
    cause,
    flags: [...flags.map(({ key }) => key), ...removedFlags],
    segments: [...segments.map(({ key }) => key), ...removedSegments],
  };
}
