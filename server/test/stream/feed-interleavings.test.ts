import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Audience } from '../../src/stream/audience.ts';
import type { Reader } from '../../src/stream/channel.ts';
import { EnvironmentFeed } from '../../src/stream/environment-feed.ts';
import type { Frame } from '../../src/stream/frame.ts';
import { VISITS_PER_TURN } from '../../src/stream/rounds.ts';
import { contents, expected, Folder } from './fold.ts';
import { ManualTimers } from './manual-timers.ts';
import { MemoryLog, storedFlag } from './memory-log.ts';

const AUDIENCES: readonly Audience[] = ['server', 'client'];
const KEYS = ['a', 'b', 'c', 'd'];
const silent = { info: () => {}, warn: () => {} };

/** An SDK on a line that can be slow, and be cut. */
class Subscriber implements Reader {
  held: Reader['held'] = null;
  asked = false;
  contextHash: string | undefined;
  joined = false;
  readonly audience: Audience;
  readonly sdk = new Folder();
  readonly outlet = { ready: true, write: (frame: Frame) => void this.sdk.hearFrame(frame) };

  constructor(audience: Audience) {
    this.audience = audience;
  }
}

class World {
  readonly log = new MemoryLog();
  readonly timers = new ManualTimers();
  readonly subscribers: Subscriber[] = [];
  feed = this.#start();

  /** Another node, or this one after a restart: whoever was connected is cut off. */
  async restart(): Promise<void> {
    this.feed.close();
    this.log.release(true);
    this.feed = this.#start();
    for (const subscriber of this.subscribers) subscriber.joined = false;
    await this.open();
  }

  /** A crowd makes every round of a channel last two turns, so that things happen in between. */
  async open(): Promise<void> {
    await this.feed.opened();
    const idle = { ready: true, write: () => {} };
    for (const audience of AUDIENCES) {
      for (let n = 0; n < VISITS_PER_TURN; n++) {
        this.feed.channel(audience).join({ outlet: idle, held: null, asked: false, contextHash: undefined }, null);
      }
    }
  }

  #start(): EnvironmentFeed {
    return new EnvironmentFeed(this.log.environmentId, this.log, this.timers, silent);
  }

  join(subscriber: Subscriber): void {
    const { store } = subscriber.sdk;
    subscriber.joined = true;
    subscriber.outlet.ready = true;
    const held = store === null ? null : { epoch: store.epoch, position: store.position };
    this.feed.channel(subscriber.audience).join(subscriber, held);
  }

  drain(subscriber: Subscriber): void {
    subscriber.outlet.ready = true;
    if (subscriber.joined) this.feed.channel(subscriber.audience).bringUp(subscriber);
  }

  /** The line is quiet again: everybody sees the end of the log by rings and drains alone, and a heartbeat moves the positions. */
  async end(): Promise<void> {
    this.feed.look();
    this.log.release(true);
    await settle();
    while (this.timers.turn());
    for (const subscriber of this.subscribers) {
      if (!subscriber.outlet.ready) this.drain(subscriber);
      if (!subscriber.joined) this.join(subscriber);
      const { revision } = this.log.position;
      expect(contents(subscriber.sdk.store)).toMatchObject({ ...expected(this.log, subscriber.audience, revision), position: {} });
    }
    for (const subscriber of this.subscribers) this.feed.channel(subscriber.audience).beat(subscriber);
    this.check();
  }

  check(): void {
    for (const { sdk, audience } of this.subscribers) {
      if (sdk.store !== null) expect(contents(sdk.store)).toEqual(expected(this.log, audience, sdk.store.position.revision));
    }
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Step = (world: World) => void | Promise<void>;
const named = (name: string, step: Step): Step => Object.defineProperty(step, 'name', { value: name });
const pick = (world: World, n: number): Subscriber | undefined => world.subscribers[n % Math.max(1, world.subscribers.length)];

const PRIVATE = { attribute: 'email', operator: 'in', values: ['ann@example.com'] };
const PUBLIC = { attribute: 'country', operator: 'in', values: ['NL'] };
const some = fc.nat(1000);
const commits = fc
  .record({
    key: fc.nat(3),
    clientSide: fc.boolean(),
    rule: fc.constantFrom(undefined, PRIVATE, PUBLIC),
    needs: fc.array(fc.nat(3)),
    removed: fc.nat(9),
  })
  .map(({ key, clientSide, rule, needs, removed }) =>
    named('commit', ({ log }) => {
      const name = KEYS[key] ?? 'a';
      const prerequisites = [...new Set(needs.filter((need) => need < key).map((need) => KEYS[need] ?? 'a'))];
      if (removed === 0) log.commit({ removedFlags: [name] });
      else if (removed === 1) log.commit({ segments: [{ key: 's', version: log.rows.length }] });
      else log.commit({ flags: [storedFlag(name, log.rows.length + 1, { clientSide, prerequisites, ...(rule && { when: rule }) })] });
    }),
  );
const steps: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: commits, weight: 6 },
  { arbitrary: fc.constant(named('ring', ({ log }) => log.ring())), weight: 2 },
  { arbitrary: fc.constant(named('look', ({ feed }) => feed.look())), weight: 3 },
  fc.constant(
    named('doubt', async ({ feed, log }) => {
      const then = feed.revision;
      feed.compare({ environmentId: log.environmentId, epoch: log.epoch, position: log.position }, then);
    }),
  ),
  fc.constant(named('restart', (world) => world.restart())),
  fc.constant(named('hold', ({ log }) => log.hold())),
  fc.constant(named('release one', ({ log }) => log.release())),
  fc.constant(named('release all', ({ log }) => log.release(true))),
  { arbitrary: fc.constant(named('settle', settle)), weight: 4 },
  { arbitrary: fc.constant(named('turn', ({ timers }) => void timers.turn())), weight: 4 },
  {
    arbitrary: fc.constantFrom(...AUDIENCES).map((audience) =>
      named('join', (world) => {
        const subscriber = new Subscriber(audience);
        world.subscribers.push(subscriber);
        world.join(subscriber);
      }),
    ),
    weight: 2,
  },
  some.map((n) =>
    named('slow', (world) => {
      const subscriber = pick(world, n);
      if (subscriber !== undefined) subscriber.outlet.ready = false;
    }),
  ),
  some.map((n) =>
    named('drain', (world) => {
      const subscriber = pick(world, n);
      if (subscriber !== undefined) world.drain(subscriber);
    }),
  ),
  some.map((n) =>
    named('cut', (world) => {
      const subscriber = pick(world, n);
      if (subscriber === undefined) return;
      subscriber.joined = false;
      world.feed.channel(subscriber.audience).leave(subscriber);
    }),
  ),
  some.map((n) =>
    named('resume', (world) => {
      const subscriber = pick(world, n);
      if (subscriber !== undefined) world.join(subscriber);
    }),
  ),
  some.map((n) =>
    named('beat', (world) => {
      const subscriber = pick(world, n);
      if (subscriber?.joined) world.feed.channel(subscriber.audience).beat(subscriber);
    }),
  ),
);

test('whatever happens in between, every SDK equals the log folded at its position, and all arrive at its end', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(commits, { maxLength: 4 }), fc.array(steps, { minLength: 10, maxLength: 80 }), async (before, during) => {
      const world = new World();
      for (const step of before) await step(world);
      await world.open();
      for (const step of during) {
        await step(world);
        world.check();
      }
      await world.end();
      for (const subscriber of world.subscribers) expect(subscriber.sdk.store?.position).toEqual(world.log.position);
    }),
    { numRuns: 500 },
  );
});
