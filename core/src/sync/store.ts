import { type CompiledFlag, compileFlag } from '../evaluate/compiled-flag.ts';
import type { Ruleset } from '../evaluate/evaluate.ts';
import type { Flag, Segment } from '../evaluate/flag.ts';
import type { Engines } from '../evaluate/operator.ts';
import { type CompiledSegment, compileSegment } from '../evaluate/segment.ts';
import { withDependents } from './dependents.ts';
import type { ChangeCause, DeltaMessage, EnvironmentName, Position, RulesetMessage, SegmentMembers, ServerMessage } from './messages.ts';
import { isServable } from './read-message.ts';

/** One environment at one position. Never edited: `apply` makes the next one, which shares what did not change. */
export interface FlagStore extends Ruleset {
  readonly epoch: string;
  readonly position: Position;
  readonly environment: EnvironmentName;
}

export interface Applied {
  readonly store: FlagStore | null;
  /** `ignored`: nothing to do, as for a duplicate. `resume`: something is missing, so ask by position. */
  readonly outcome: 'applied' | 'ignored' | 'resume';
  /** Keys of the flags that may answer otherwise than before, dependents among them. */
  readonly changed: readonly string[];
  readonly cause: ChangeCause | 'resync';
  /** Keys of flags whose new body cannot be served: each stays as it was. */
  readonly refused: readonly string[];
}

/**
 * Folds one message of the stream into what is held; the server's memory, both SDKs and the dashboard call this
 * function. Within an epoch the revision never goes back; only a `ruleset` begins another epoch.
 */
export function apply(store: FlagStore | null, message: ServerMessage, engines: Engines): Applied {
  switch (message.type) {
    case 'ruleset':
      return applyRuleset(store, message, engines);
    case 'delta':
      return applyDelta(store, message, engines);
    case 'current':
    case 'heartbeat':
      return compare(store, message);
    case 'goodbye':
    case 'outcomes-ack':
      return unchanged(store, 'ignored');
    default:
      message satisfies never;
      return unchanged(store, 'ignored');
  }
}

const unchanged = (store: FlagStore | null, outcome: Applied['outcome']): Applied => ({
  store,
  outcome,
  changed: [],
  cause: 'resync',
  refused: [],
});

/** A ruleset wins over everything but a later revision of its own epoch. */
function applyRuleset(store: FlagStore | null, message: RulesetMessage, engines: Engines): Applied {
  if (store !== null && store.epoch === message.epoch && message.position.revision < store.position.revision)
    return unchanged(store, 'ignored');
  const draft = new Draft(store, engines, new Map(), new Map());
  for (const segment of message.segments) draft.putSegment(segment);
  for (const flag of message.flags) draft.putFlag(flag);
  for (const key of store?.segments.keys() ?? []) if (!draft.segments.has(key)) draft.touchedSegments.add(key);
  for (const key of store?.flags.keys() ?? []) if (!draft.flags.has(key)) draft.touchedFlags.add(key);
  return draft.finish(message, message.environment, 'resync');
}

function applyDelta(store: FlagStore | null, message: DeltaMessage, engines: Engines): Applied {
  if (store === null || message.epoch !== store.epoch) return unchanged(store, 'resume');
  const { revision, head } = store.position;
  if (message.position.revision < revision) return unchanged(store, 'ignored');
  if (message.position.revision === revision) return unchanged(store, message.position.head === head ? 'ignored' : 'resume');
  if (message.from.revision > revision || (message.from.revision === revision && message.from.head !== head))
    return unchanged(store, 'resume');
  const draft = new Draft(store, engines, new Map(store.flags), new Map(store.segments));
  for (const segment of message.segments) draft.putSegment(segment);
  for (const members of message.members ?? []) draft.putMembers(members);
  for (const flag of message.flags) draft.putFlag(flag);
  for (const key of message.removed.segments) if (draft.segments.delete(key)) draft.touchedSegments.add(key);
  for (const key of message.removed.flags) if (draft.flags.delete(key)) draft.touchedFlags.add(key);
  return draft.finish(message, store.environment, message.cause);
}

/** `current` answers a resume that needs nothing, so its position is ours; a heartbeat ahead of us means a lost frame. */
function compare(store: FlagStore | null, message: Extract<ServerMessage, { type: 'current' | 'heartbeat' }>): Applied {
  if (store === null || message.epoch !== store.epoch) return unchanged(store, 'resume');
  const ahead = message.position.revision - store.position.revision;
  if (ahead > 0 && message.type === 'current') return { ...unchanged({ ...store, position: message.position }, 'applied') };
  const forked = ahead === 0 && message.position.head !== store.position.head;
  return unchanged(store, ahead > 0 || forked ? 'resume' : 'ignored');
}

/** A store in the making, which notes what differs from the one before. */
class Draft {
  readonly touchedFlags = new Set<string>();
  readonly touchedSegments = new Set<string>();
  readonly refused: string[] = [];
  readonly flags: Map<string, CompiledFlag>;
  readonly segments: Map<string, CompiledSegment>;
  readonly #before: FlagStore | null;
  readonly #engines: Engines;

  constructor(before: FlagStore | null, engines: Engines, flags: Map<string, CompiledFlag>, segments: Map<string, CompiledSegment>) {
    this.#before = before;
    this.#engines = engines;
    this.flags = flags;
    this.segments = segments;
  }

  putFlag(flag: Flag): void {
    const held = this.#before?.flags.get(flag.key);
    const servable = isServable(flag);
    if (!servable) this.refused.push(flag.key);
    if (held !== undefined && (!servable || sameBody(held.source, flag))) this.flags.set(flag.key, held);
    else if (servable) {
      this.flags.set(flag.key, compileFlag(flag, this.#engines));
      this.touchedFlags.add(flag.key);
    }
  }

  putSegment(segment: Segment): void {
    const held = this.#before?.segments.get(segment.key);
    if (held !== undefined && sameBody(held.source, segment)) this.segments.set(segment.key, held);
    else {
      this.segments.set(segment.key, compileSegment(segment, this.#engines));
      this.touchedSegments.add(segment.key);
    }
  }

  putMembers({ key, version, included, excluded }: SegmentMembers): void {
    const body = this.segments.get(key)?.source;
    if (body === undefined) return;
    this.putSegment({ ...body, version, included: patched(body.included, included), excluded: patched(body.excluded, excluded) });
  }

  finish(message: RulesetMessage | DeltaMessage, environment: EnvironmentName, cause: Applied['cause']): Applied {
    // Flags are tied to the map of segments that they were last evaluated with: the same map spares tying them again.
    const segments = this.touchedSegments.size === 0 && this.#before !== null ? this.#before.segments : this.segments;
    const store: FlagStore = { epoch: message.epoch, position: message.position, environment, flags: this.flags, segments };
    const changed = withDependents(this.touchedFlags, this.touchedSegments, store);
    return { store: Object.freeze(store), outcome: 'applied', changed, cause, refused: this.refused };
  }
}

const sameBody = (a: Flag | Segment, b: Flag | Segment): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function patched(list: readonly string[] | undefined, difference: SegmentMembers['included']): readonly string[] {
  const keys = new Set(list);
  for (const key of difference?.remove ?? []) keys.delete(key);
  for (const key of difference?.add ?? []) keys.add(key);
  return [...keys];
}
