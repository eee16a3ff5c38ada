/**
 * When an SDK opens, doubts and gives up a connection. Pure: (state, event, now, random) gives the next state and what
 * to do. The driver owns the socket and one timer, which sends `tick` at `state.until`.
 *
 *          start               opened               synced
 *   idle ─────────▶ connecting ──────▶ joining ─────────────────▶ live
 *    ▲                ▲    │              │ ◀───────────────────── │
 *    │                │    │              │  behind, announce,     │
 *    │           tick │    │ lost,        │  probe: hello again    │
 *    │          probe │    │ too late     │ lost, goodbye,         │ lost, goodbye,
 *    │ pause          │    ▼              ▼ too late               ▼ silence
 *    └─────────────── waiting ◀───────────┴────────────────────────┘
 *
 *   close leads from anywhere to closed. Pause leads from anywhere else to idle.
 *
 * C1  At most one socket: `open` is asked for from idle and waiting alone, and every way back there drops the socket.
 * C2  Nothing but the owner's `pause` and `close` ends the trying: every other state has an `until`.
 * C3  A wait is random below a bound: 1 s doubling to 10 s in an outage's first minute, to 30 s later; 2.5 to 5 min
 *     after a refused key; what a goodbye asked for, up to 10 min.
 * C4  A connection without a frame for 2.5 heartbeats is dead. The answer to a hello has as long, doubled by each
 *     failure up to three times, so that a large ruleset arrives over a slow line in the end.
 * C5  Failures are forgotten after 60 s of health, not at the first sign of it.
 */
import { CLOSE, HEARTBEAT_MS } from './messages.ts';

export const OPEN_MS = 10_000;
export const SILENCE_MS = 2.5 * HEARTBEAT_MS;
const JOIN_MS = SILENCE_MS;
export const PROBE_MS = 5_000;
export const HEALTHY_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const EARLY_CAP_MS = 10_000;
const LATE_CAP_MS = 30_000;
const EARLY_MS = 60_000;
const SLOW_MS = 150_000;
const HINT_CAP_MS = 300_000;
const PATIENCE_DOUBLINGS = 3;

/** What a run of failures has taught; forgotten after health. */
interface Trouble {
  readonly since: number;
  readonly failures: number;
  /** Ask for the whole ruleset next time, since what is held did not fit. */
  readonly refetch: boolean;
  readonly healthySince?: number | undefined;
}

export type ConnectionState =
  | { readonly name: 'idle' }
  | { readonly name: 'closed' }
  | { readonly name: 'connecting' | 'joining' | 'live'; readonly until: number; readonly trouble: Trouble }
  /** `patient`: the server asked for this wait, so nothing on this side may shorten it. */
  | { readonly name: 'waiting'; readonly until: number; readonly trouble: Trouble; readonly patient: boolean };

export type ConnectionEvent =
  /** `opened`, `lost`: of the socket. A socket that could not be opened is lost too. */
  | { readonly type: 'start' | 'opened' | 'tick' | 'pause' | 'close' }
  /** `frame`: any sign of life. `synced`: after this frame nothing is missing. `behind`: it did not fit. */
  | { readonly type: 'frame' | 'synced' | 'behind' }
  /** `announce`: the context changed. `probe`: something woke up, so look now. */
  | { readonly type: 'announce' | 'probe' }
  | { readonly type: 'goodbye'; readonly code: number; readonly retryAfterMs: number; readonly spreadMs: number }
  | { readonly type: 'lost'; readonly code: number };

/** `refetch` is a `hello` without a position. */
export type ConnectionAction = 'open' | 'hello' | 'refetch' | 'context' | 'drop';

export interface Step {
  readonly state: ConnectionState;
  readonly actions: readonly ConnectionAction[];
}

export const IDLE: ConnectionState = { name: 'idle' };
const CLOSED: ConnectionState = { name: 'closed' };

const go = (state: ConnectionState, ...actions: ConnectionAction[]): Step => ({ state, actions });

/** One step of the machine. `now` is in ms of a clock that never goes back, `random` is in [0, 1). */
export function step(state: ConnectionState, event: ConnectionEvent, now: number, random: number): Step {
  const stay = go(state);
  if (state.name === 'closed') return stay;
  switch (event.type) {
    case 'start':
      return state.name === 'idle' ? open({ since: now, failures: 0, refetch: false }, now) : stay;
    case 'opened':
      return state.name === 'connecting' ? join(state.trouble, now) : stay;
    case 'frame':
      return state.name === 'live' ? go(live(state.trouble, now)) : stay;
    case 'synced':
      return state.name === 'live' || state.name === 'joining' ? go(live(state.trouble, now)) : stay;
    case 'behind':
      return behind(state, now);
    case 'announce':
      return isOpen(state) ? go({ ...state, name: 'joining', until: now + patience(state.trouble) }, 'context') : stay;
    case 'probe':
      return probe(state, now);
    case 'goodbye':
      return isOpen(state) ? wait(state.trouble, now, random, event.code, ['drop'], event) : stay;
    case 'lost':
      return hasSocket(state) ? wait(state.trouble, now, random, event.code, []) : stay;
    case 'tick':
      return tick(state, now, random);
    case 'pause':
      return hasSocket(state) ? go(IDLE, 'drop') : go(IDLE);
    case 'close':
      return hasSocket(state) ? go(CLOSED, 'drop') : go(CLOSED);
    default:
      event satisfies never;
      return stay;
  }
}

type Open = Extract<ConnectionState, { name: 'connecting' | 'joining' | 'live' }>;
const hasSocket = (state: ConnectionState): state is Open =>
  state.name === 'connecting' || state.name === 'joining' || state.name === 'live';
const isOpen = (state: ConnectionState): state is Open => state.name === 'joining' || state.name === 'live';

const open = (trouble: Trouble, now: number): Step => go({ name: 'connecting', until: now + OPEN_MS, trouble }, 'open');

const patience = (trouble: Trouble): number => JOIN_MS * 2 ** Math.min(trouble.failures, PATIENCE_DOUBLINGS);

const join = (trouble: Trouble, now: number, forMs = patience(trouble)): Step =>
  go({ name: 'joining', until: now + forMs, trouble }, trouble.refetch ? 'refetch' : 'hello');

const live = (trouble: Trouble, now: number): ConnectionState => ({
  name: 'live',
  until: now + SILENCE_MS,
  trouble: { ...trouble, refetch: false, healthySince: trouble.healthySince ?? now },
});

/** While joining, frames that were under way before the answer may not fit; only when no answer comes is all asked for. */
function behind(state: ConnectionState, now: number): Step {
  if (state.name === 'live') return join(state.trouble, now);
  if (state.name === 'joining') return go({ ...state, trouble: { ...state.trouble, refetch: true } });
  return go(state);
}

function probe(state: ConnectionState, now: number): Step {
  if (state.name === 'waiting' && !state.patient) return open(state.trouble, now);
  const heardAt = state.name === 'live' ? state.until - SILENCE_MS : now;
  return state.name === 'live' && now - heardAt > HEARTBEAT_MS ? join(state.trouble, now, PROBE_MS) : go(state);
}

function tick(state: ConnectionState, now: number, random: number): Step {
  if (!('until' in state) || now < state.until) return go(state);
  return state.name === 'waiting' ? open(state.trouble, now) : wait(state.trouble, now, random, 0, ['drop']);
}

interface Hint {
  readonly retryAfterMs: number;
  readonly spreadMs: number;
}

function wait(trouble: Trouble, now: number, random: number, code: number, actions: readonly ConnectionAction[], hint?: Hint): Step {
  const healed = trouble.healthySince !== undefined && now - trouble.healthySince >= HEALTHY_MS;
  const since = healed ? now : trouble.since;
  const failures = healed ? 0 : trouble.failures;
  const slow = code === CLOSE.unknownKey || code === CLOSE.wrongKey;
  const cap = now - since < EARLY_MS ? EARLY_CAP_MS : LATE_CAP_MS;
  const backoff = slow ? SLOW_MS * (1 + random) : random * Math.min(cap, FIRST_WAIT_MS * 2 ** failures);
  const asked = hint === undefined ? 0 : bounded(hint.retryAfterMs) + random * bounded(hint.spreadMs);
  return {
    state: {
      name: 'waiting',
      until: now + Math.max(backoff, asked),
      patient: slow || hint !== undefined,
      trouble: { since, failures: failures + 1, refetch: trouble.refetch || code === CLOSE.refetch },
    },
    actions,
  };
}

/** A hint is a wish of the server's: no number in it may keep an SDK away for good. */
const bounded = (ms: number): number => (ms > 0 ? Math.min(ms, HINT_CAP_MS) : 0);
