import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compiled, delta, flag, logOf, ruleset, type Write } from '../../test/miniature-log.ts';
import type { Flag, Segment } from '../evaluate/flag.ts';
import type { ServerMessage } from './messages.ts';
import { type Applied, apply, type FlagStore } from './store.ts';

const fold = (messages: readonly ServerMessage[], start: FlagStore | null = null): Applied => {
  let last: Applied = { store: start, outcome: 'ignored', changed: [], cause: 'resync', refused: [] };
  for (const message of messages) last = apply(last.store, message, {});
  return last;
};
const held = (applied: Applied): FlagStore => {
  if (applied.store === null) throw new Error('nothing is held');
  return applied.store;
};

test('an empty store takes a ruleset, and asks for one before anything else', () => {
  const log = logOf([{ flag: 'a', value: 1 }]);
  expect(apply(null, delta(log, 0, 1), {}).outcome).toBe('resume');
  expect(apply(null, { type: 'heartbeat', epoch: 'one', position: log.positions[1]! }, {}).outcome).toBe('resume');
  const taken = apply(null, ruleset(log, 1), {});
  expect(taken).toMatchObject({ outcome: 'applied', changed: ['a'], cause: 'resync' });
  expect(held(taken)).toMatchObject({ epoch: 'one', position: log.positions[1], environment: { project: 'shop', key: 'live' } });
});

test('a delta applies to any held revision from its own beginning on, and no other', () => {
  const log = logOf([1, 2, 3, 4, 5, 6].map((value) => ({ flag: 'a', value })));
  const outcomeAt = (revision: number) => apply(held(fold([ruleset(log, revision)])), delta(log, 2, 4), {}).outcome;
  expect([1, 2, 3, 4, 5, 6].map(outcomeAt)).toEqual(['resume', 'applied', 'applied', 'ignored', 'ignored', 'ignored']);
});

test('a delta of another chain or another epoch asks to resume', () => {
  const log = logOf([1, 2, 3].map((value) => ({ flag: 'a', value })));
  const store = held(fold([ruleset(log, 2)]));
  const forked = { revision: 2, head: 'another' };
  expect(apply(store, { ...delta(log, 2, 3), from: forked }, {}).outcome).toBe('resume');
  expect(apply(store, { ...delta(log, 1, 2), position: forked }, {}).outcome).toBe('resume');
  expect(apply(store, { ...delta(log, 2, 3), epoch: 'two' }, {}).outcome).toBe('resume');
  expect(apply(store, { type: 'heartbeat', epoch: 'one', position: forked }, {}).outcome).toBe('resume');
});

test('within an epoch an older ruleset is ignored; a ruleset of another epoch may go back', () => {
  const log = logOf([1, 2, 3].map((value) => ({ flag: 'a', value })));
  const store = held(fold([ruleset(log, 3)]));
  expect(apply(store, ruleset(log, 2), {})).toMatchObject({ store, outcome: 'ignored' });
  const back = apply(store, { ...ruleset(log, 2), epoch: 'two' }, {});
  expect(back).toMatchObject({ outcome: 'applied', changed: ['a'] });
  expect(held(back)).toMatchObject({ epoch: 'two', position: log.positions[2] });
});

test('a heartbeat ahead of what is held tells of a lost frame; the answer that nothing is missing moves the position', () => {
  const log = logOf([1, 2, 3].map((value) => ({ flag: 'a', value })));
  const store = held(fold([ruleset(log, 2)]));
  const at = (type: 'heartbeat' | 'current', revision: number) => ({ type, epoch: 'one', position: log.positions[revision]! }) as const;
  expect([1, 2, 3].map((revision) => apply(store, at('heartbeat', revision), {}).outcome)).toEqual(['ignored', 'ignored', 'resume']);
  const moved = apply(store, at('current', 3), {});
  expect(moved).toMatchObject({ outcome: 'applied', changed: [], store: { position: log.positions[3] } });
});

test('messages of a newer protocol are ignored', () => {
  const store = held(fold([ruleset(logOf([]), 0)]));
  expect(apply(store, { type: 'weather', sunny: true } as unknown as ServerMessage, {})).toMatchObject({ store, outcome: 'ignored' });
});

test('only what was touched is made anew: other flags, and segments left alone, are the same objects', () => {
  const log = logOf([
    { flag: 'a', value: 1 },
    { flag: 'b', value: 1 },
    { segment: 's', add: ['x'] },
    { flag: 'b', value: 2 },
  ]);
  const before = held(fold([ruleset(log, 3)]));
  for (const message of [delta(log, 3, 4), ruleset(log, 4)]) {
    const after = apply(before, message, {});
    expect(held(after).flags.get('a')).toBe(before.flags.get('a'));
    expect(held(after).segments).toBe(before.segments);
    expect(held(after).flags.get('b')).not.toBe(before.flags.get('b'));
    expect(after.changed).toEqual(['b']);
    expect(before.flags.get('b')?.source.version).toBe(1);
  }
});

const sell: Segment = { key: 'sell', version: 1, when: { any: [{ segment: 'inner' }] } };
const inner: Segment = { key: 'inner', version: 1, included: ['u1'] };
const bySegment: Flag = { ...flag('by-segment', 1), rules: [{ id: 'r', when: { not: { segment: 'sell' } }, serve: { variant: 'on' } }] };
const bySegmentToo: Flag = { ...flag('after', 1), prerequisites: [{ flag: 'by-segment', variants: ['on'] }] };

test('a changed segment changes the flags that refer to it, through segments and prerequisites', () => {
  const start = { ...ruleset(logOf([{ flag: 'aside', value: 1 }]), 1) };
  const store = held(fold([{ ...start, flags: [...start.flags, bySegmentToo, bySegment], segments: [sell, inner] }]));
  const change = {
    ...delta(
      logOf([
        { flag: 'aside', value: 1 },
        { flag: 'aside', value: 1 },
      ]),
      1,
      2,
    ),
    flags: [],
    members: [{ key: 'inner', version: 2, included: { add: ['u2'], remove: ['u1'] } }],
  };
  const applied = apply(store, change, {});
  expect([...applied.changed].sort()).toEqual(['after', 'by-segment']);
  expect(held(applied).segments.get('inner')?.source).toMatchObject({ version: 2, included: ['u2'], excluded: [] });
});

test('a removed flag changes those that ask for it, and is gone', () => {
  const start = ruleset(logOf([{ flag: 'aside', value: 1 }]), 1);
  const store = held(fold([{ ...start, flags: [bySegmentToo, bySegment] }]));
  const gone = {
    ...delta(
      logOf([
        { flag: 'aside', value: 1 },
        { flag: 'aside', value: 1 },
      ]),
      1,
      2,
    ),
    flags: [],
  };
  const applied = apply(store, { ...gone, removed: { flags: ['by-segment', 'never-there'], segments: [] } }, {});
  expect([...applied.changed].sort()).toEqual(['after', 'by-segment']);
  expect(held(applied).flags.has('by-segment')).toBe(false);
});

test('a body that cannot be served is refused by name, and what was held of that flag stays', () => {
  const log = logOf([
    { flag: 'a', value: 1 },
    { flag: 'b', value: 1 },
    { flag: 'b', value: 2 },
  ]);
  const store = held(fold([ruleset(log, 2)]));
  const broken = [{ ...flag('a', 2), offVariant: 'gone' }, { key: 'new' } as Flag];
  const applied = apply(store, { ...delta(log, 2, 3), flags: [...delta(log, 2, 3).flags, ...broken] }, {});
  expect(applied).toMatchObject({ outcome: 'applied', refused: ['a', 'new'], changed: ['b'] });
  expect(held(applied).flags.get('a')).toBe(store.flags.get('a'));
  expect(held(applied).flags.has('new')).toBe(false);
});

const name = fc.constantFrom('a', 'b');
const keys = fc.uniqueArray(fc.constantFrom('u1', 'u2', 'u3'), { maxLength: 2 });
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ flag: name, value: fc.nat(3) }),
  fc.record({ flag: name, gone: fc.constant(true as const) }),
  fc.record({ segment: name, add: keys, remove: keys }),
  fc.record({ segment: name, gone: fc.constant(true as const) }),
);
const sent = fc.record({ kind: fc.constantFrom('ruleset', 'delta', 'delta', 'delta', 'heartbeat', 'current'), a: fc.nat(), b: fc.nat() });

test('any order of stale, repeated, merged and lost messages ends at the log: what is held is the log folded up to its revision', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 12 }), fc.array(sent, { maxLength: 25 }), (writes, frames) => {
      const log = logOf(writes);
      const last = writes.length;
      let store: FlagStore | null = null;
      const take = (message: ServerMessage) => {
        const before: FlagStore | null = store;
        const applied = apply(store, message, {});
        store = applied.store;
        if (store === null) return applied;
        expect(store.position.revision).toBeGreaterThanOrEqual(before?.position.revision ?? 0);
        expect(compiled(store)).toEqual(log.states[store.position.revision]);
        return applied;
      };
      for (const { kind, a, b } of frames) {
        const [from, to] = [a % (last + 1), b % (last + 1)].sort((x, y) => x - y) as [number, number];
        if (kind === 'ruleset') take(ruleset(log, to));
        else if (kind === 'delta') take(delta(log, from, to));
        else if (kind === 'heartbeat') take({ type: 'heartbeat', epoch: 'one', position: log.positions[to]! });
        const at: number = (store as FlagStore | null)?.position.revision ?? -1;
        if (kind === 'current' && at >= 0) take({ type: 'current', epoch: 'one', position: log.positions[at]! });
      }
      const ring = take({ type: 'heartbeat', epoch: 'one', position: log.positions[last]! });
      const at: number = (store as FlagStore | null)?.position.revision ?? -1;
      expect(ring.outcome).toBe(at === last ? 'ignored' : 'resume');
      take(at < 0 ? ruleset(log, last) : delta(log, at, last));
      expect(held({ ...ring, store }).position).toEqual(log.positions[last]);
    }),
    { numRuns: 300 },
  );
});
