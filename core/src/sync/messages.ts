/** The stream protocol `sluice.v1`: JSON text frames. Unknown message types and fields are ignored. */
import type { Flag, Segment } from '../evaluate/flag.ts';

export const SUBPROTOCOL = 'sluice.v1';
/** Prefix of the second subprotocol value, in which a browser sends its client key. */
export const KEY_SUBPROTOCOL_PREFIX = 'sluice.key.';

/** A place in an environment's log: the revision, and the chain hash of the row there. */
export interface Position {
  readonly revision: number;
  readonly head: string;
}

export type ChangeCause = 'edit' | 'ramp' | 'rollback' | 'kill' | 'revive' | 'restore' | 'import';

/** The whole state of one environment, as this audience may see it. */
export interface RulesetMessage {
  readonly type: 'ruleset';
  readonly epoch: string;
  readonly position: Position;
  readonly environment: EnvironmentName;
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
  /** The announced context that this answers, as it stood in `hello` or `context`; absent for server keys. */
  readonly contextHash?: string;
}

export interface EnvironmentName {
  readonly project: string;
  readonly key: string;
}

/**
 * Differences of a segment's lists. They name the final place of every key touched after the delta's `from`, a key
 * that came and went too, so that they apply to every revision in between.
 */
export interface SegmentMembers {
  readonly key: string;
  readonly version: number;
  readonly included?: { readonly add?: readonly string[]; readonly remove?: readonly string[] };
  readonly excluded?: { readonly add?: readonly string[]; readonly remove?: readonly string[] };
}

/**
 * The latest whole bodies of everything touched after `from`. Applies to any held revision with
 * `from` <= held < `position`; a smaller `position` is ignored, anything else must resume.
 */
export interface DeltaMessage {
  readonly type: 'delta';
  readonly epoch: string;
  readonly from: Position;
  readonly position: Position;
  readonly cause: ChangeCause;
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
  readonly members?: readonly SegmentMembers[];
  readonly removed: { readonly flags: readonly string[]; readonly segments: readonly string[] };
}

/** Answer to a `hello` that needs nothing. */
export interface CurrentMessage {
  readonly type: 'current';
  readonly epoch: string;
  readonly position: Position;
}

/** Every `HEARTBEAT_MS`; carries the audience's position, so that a lost frame heals itself. */
export interface HeartbeatMessage {
  readonly type: 'heartbeat';
  readonly epoch: string;
  readonly position: Position;
}

/** Sent before the server closes on purpose. Reconnect after `retryAfterMs` plus a random part of `spreadMs`. */
export interface GoodbyeMessage {
  readonly type: 'goodbye';
  readonly code: number;
  readonly retryAfterMs: number;
  readonly spreadMs: number;
  readonly reason?: string;
}

export interface OutcomesAckMessage {
  readonly type: 'outcomes-ack';
  readonly sequence: number;
}

export type ServerMessage = RulesetMessage | DeltaMessage | CurrentMessage | HeartbeatMessage | GoodbyeMessage | OutcomesAckMessage;

/**
 * First message of an SDK; with `epoch` and `position` it asks to resume. Sent again on the same connection it asks
 * the same again: an SDK does so when a frame did not fit what it holds, and to find out whether the connection lives.
 */
export interface HelloMessage {
  readonly type: 'hello';
  readonly sdk: string;
  readonly sdkVersion: string;
  readonly app?: { readonly name?: string; readonly version?: string };
  /** Which running copy this is: host name and process id, or what the application says. */
  readonly instance: string;
  /** Random for each client object. */
  readonly clientId: string;
  readonly epoch?: string;
  readonly position?: Position;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly contextHash?: string;
}

/** From now on `get` answers with this position. */
export interface AckMessage {
  readonly type: 'ack';
  readonly position: Position;
}

export interface ContextMessage {
  readonly type: 'context';
  readonly context: Readonly<Record<string, unknown>>;
  readonly contextHash: string;
}

export type ClientMessage = HelloMessage | AckMessage | ContextMessage;

export const HEARTBEAT_MS = 10_000;

/** WebSocket close codes of the protocol. A handshake is accepted and then closed, since browsers see nothing of a refused one. */
export const CLOSE = {
  unknownKey: 4401,
  wrongKey: 4403,
  refetch: 4409,
  restart: 1012,
  tryLater: 1013,
  policy: 1008,
} as const;
