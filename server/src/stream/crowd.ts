import { HEARTBEAT_MS } from '@sluice/core';
import type { Goodbye } from './goodbye.ts';
import type { Peer } from './peer.ts';
import { Rounds } from './rounds.ts';
import type { Stop, Timers } from './timers.ts';

const TICK_MS = 1_000;
const TICKS_PER_BEAT = HEARTBEAT_MS / TICK_MS;
const DRAIN_STEP_MS = 50;

/** A connection, as the crowd knows it. */
export interface Member {
  readonly peer: Peer;
  /** The key that it came with; null for people. */
  readonly keyId: string | null;
  /** Once a second: looks after its deadlines. */
  tick(): void;
  /** Once every `HEARTBEAT_MS`. */
  beat(): void;
}

/** Everybody who is connected to this node. Heartbeats are spread: each second a tenth of the connections has its own. */
export class Crowd {
  readonly #timers: Timers;
  readonly #members = new Set<Member>();
  readonly #turns = new WeakMap<Member, number>();
  readonly #rounds: Rounds<Member>;
  readonly #stopTicking: Stop;
  #joined = 0;
  #ticks = 0;
  #emptied: (() => void)[] = [];

  constructor(timers: Timers) {
    this.#timers = timers;
    this.#rounds = new Rounds(this.#members, timers, (member) => this.#visit(member));
    this.#stopTicking = timers.every(TICK_MS, () => {
      this.#ticks++;
      this.#rounds.start();
    });
  }

  get members(): ReadonlySet<Member> {
    return this.#members;
  }

  add(member: Member): void {
    this.#members.add(member);
    this.#turns.set(member, this.#joined++ % TICKS_PER_BEAT);
  }

  remove(member: Member): void {
    this.#members.delete(member);
    if (this.#members.size > 0) return;
    for (const emptied of this.#emptied.splice(0)) emptied();
  }

  /** Ends those whose key is one of these. */
  endKeys(ids: ReadonlySet<string>, goodbye: Goodbye): void {
    for (const member of this.#members) if (member.keyId !== null && ids.has(member.keyId)) member.peer.end(goodbye);
  }

  /** Ends everybody, evenly over the time given, and resolves when all are gone. */
  async endAll(goodbye: Goodbye, spreadMs: number): Promise<void> {
    const waiting = [...this.#members];
    const batch = Math.ceil(waiting.length / Math.max(1, Math.ceil(spreadMs / DRAIN_STEP_MS)));
    const step = (): void => {
      for (const member of waiting.splice(0, batch)) member.peer.end(goodbye);
    };
    const stop = this.#timers.every(DRAIN_STEP_MS, step);
    step();
    if (this.#members.size > 0) await new Promise<void>((resolve) => this.#emptied.push(resolve));
    stop();
    this.#stopTicking();
  }

  #visit(member: Member): void {
    member.peer.check();
    member.tick();
    if (this.#ticks % TICKS_PER_BEAT !== this.#turns.get(member)) return;
    member.peer.beat();
    member.beat();
  }
}
