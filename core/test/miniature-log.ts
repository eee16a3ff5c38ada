/** A log in miniature, folded by other means than the store's, to compare it with. */
import type { Flag, Segment } from '../src/evaluate/flag.ts';
import type { DeltaMessage, Position, RulesetMessage } from '../src/sync/messages.ts';
import type { FlagStore } from '../src/sync/store.ts';

export type Write =
  | { readonly flag: string; readonly value: number }
  | { readonly flag: string; readonly gone: true }
  | { readonly segment: string; readonly add?: readonly string[]; readonly remove?: readonly string[] }
  | { readonly segment: string; readonly gone: true };

interface State {
  readonly flags: Readonly<Record<string, Flag>>;
  readonly segments: Readonly<Record<string, Segment>>;
}

export interface MiniatureLog {
  readonly writes: readonly Write[];
  readonly states: readonly State[];
  readonly positions: readonly Position[];
}

export const flag = (key: string, version: number, value = 0): Flag => ({
  key,
  version,
  type: 'number',
  variants: { off: -1, on: value },
  enabled: true,
  offVariant: 'off',
  fallthrough: { variant: 'on' },
});

export function logOf(writes: readonly Write[]): MiniatureLog {
  const states: State[] = [{ flags: {}, segments: {} }];
  for (const write of writes) states.push(after(states[states.length - 1] as State, write));
  return { writes, states, positions: states.map((_, revision) => ({ revision, head: `head-${revision}` })) };
}

function after({ flags, segments }: State, write: Write): State {
  if ('flag' in write) {
    const { [write.flag]: held, ...others } = flags;
    return {
      segments,
      flags: 'gone' in write ? others : { ...others, [write.flag]: flag(write.flag, (held?.version ?? 0) + 1, write.value) },
    };
  }
  const { [write.segment]: held, ...others } = segments;
  if ('gone' in write) return { flags, segments: others };
  const removed = new Set(write.remove);
  const included = [...new Set([...(held?.included ?? []), ...(write.add ?? [])])].filter((key) => !removed.has(key)).sort();
  return {
    flags,
    segments: { ...others, [write.segment]: { key: write.segment, version: (held?.version ?? 0) + 1, included, excluded: [] } },
  };
}

export function ruleset(log: MiniatureLog, revision: number): RulesetMessage {
  const { flags, segments } = log.states[revision] as State;
  return {
    type: 'ruleset',
    epoch: 'one',
    position: log.positions[revision] as Position,
    environment: { project: 'shop', key: 'live' },
    flags: Object.values(flags),
    segments: Object.values(segments),
  };
}

/** One delta over several rows, as a server merges them: segments that were there all along travel as differences. */
export function delta(log: MiniatureLog, from: number, to: number): DeltaMessage {
  const rows = log.writes.slice(from, to);
  const end = log.states[to] as State;
  const flags = [...new Set(rows.flatMap((row) => ('flag' in row ? [row.flag] : [])))];
  const segments = [...new Set(rows.flatMap((row) => ('segment' in row ? [row.segment] : [])))];
  const lasting = segments.filter((key) => log.states.slice(from, to + 1).every((state) => Object.hasOwn(state.segments, key)));
  const present = segments.flatMap((key) => end.segments[key] ?? []);
  return {
    type: 'delta',
    epoch: 'one',
    from: log.positions[from] as Position,
    position: log.positions[to] as Position,
    cause: 'edit',
    flags: flags.flatMap((key) => end.flags[key] ?? []),
    segments: present.filter(({ key }) => !lasting.includes(key)),
    members: present.filter(({ key }) => lasting.includes(key)).map((segment) => membersOf(segment, rows)),
    removed: { flags: flags.filter((key) => !end.flags[key]), segments: segments.filter((key) => !end.segments[key]) },
  };
}

function membersOf({ key, version, included = [] }: Segment, rows: readonly Write[]) {
  const touched = new Set(
    rows.flatMap((row) => ('segment' in row && row.segment === key && !('gone' in row) ? [...(row.add ?? []), ...(row.remove ?? [])] : [])),
  );
  return {
    key,
    version,
    included: {
      add: [...touched].filter((member) => included.includes(member)),
      remove: [...touched].filter((member) => !included.includes(member)),
    },
  };
}

/** What a store holds, as plain bodies; lists in order, since as sets they have none. */
export function compiled(store: FlagStore): State {
  const segments = [...store.segments].map(([key, { source }]) => [key, { ...source, included: [...(source.included ?? [])].sort() }]);
  return { flags: Object.fromEntries([...store.flags].map(([key, { source }]) => [key, source])), segments: Object.fromEntries(segments) };
}
