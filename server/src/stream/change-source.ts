import type { ChangeCause, EnvironmentName, Position, Segment } from '@sluice/core';
import type { StoredFlag } from '@sluice/core/schema';

/** One committed row of an environment's log, with the whole body of everything it touched. */
export interface LoggedChange {
  readonly position: Position;
  readonly cause: ChangeCause;
  readonly flags: readonly StoredFlag[];
  readonly removedFlags: readonly string[];
  readonly segments: readonly Segment[];
  readonly removedSegments: readonly string[];
}

/** Which entities one revision touched; enough to answer a resume from memory. */
export interface TouchedAt {
  readonly position: Position;
  readonly cause: ChangeCause;
  readonly flags: readonly string[];
  readonly segments: readonly string[];
}

export interface EnvironmentState {
  readonly environmentId: string;
  readonly name: EnvironmentName;
  readonly epoch: string;
  readonly position: Position;
  readonly flags: readonly StoredFlag[];
  readonly segments: readonly Segment[];
  /** The last rows, oldest first and contiguous up to `position`: the positions from which an SDK can resume. */
  readonly recent: readonly TouchedAt[];
}

/** Where an environment's log ends. */
export interface LogEnd {
  readonly environmentId: string;
  readonly epoch: string;
  readonly position: Position;
}

/** The hub's one port: where changes come from. The log implements it; a relay will too. */
export interface ChangeSource {
  /** The ends of all environments that are not archived, in one query: what a node compares with what it holds. */
  ends(): Promise<readonly LogEnd[]>;
  /** The current state of one environment, read at one instant. */
  load(environmentId: string): Promise<EnvironmentState>;
  /** Rows after a revision, oldest first, contiguous. */
  after(environmentId: string, revision: number): Promise<readonly LoggedChange[]>;
  /** Rings after a commit, here or on another node. It carries no truth: read the log. Returns the way to stop. */
  onRing(listener: (environmentId: string) => void): () => void;
  /** Called when rings may have been lost (a listener reconnected, a poll is due): compare with `ends`. Returns the way to stop. */
  onDoubt(listener: () => void): () => void;
}
