import type { Serve } from '../evaluate/flag.ts';
import { COMMANDS, DONE, type RampCommand } from './command.ts';
import { stay, type Transition, transition } from './decision.ts';
import { advance, enterStage } from './enter-stage.ts';
import type { Facts, Moment } from './facts.ts';
import { heldSeconds, stopHold } from './hold.ts';
import { failing, type GateReport, judgeStage, settled } from './judge-stage.ts';
import { isOpen, nextOpening } from './openings.ts';
import { type Judged, moved, type Override, type Ramp, type Who } from './ramp.ts';
import { rollBack } from './react.ts';

/** Who commands, when, and what is known. */
export interface Order {
  readonly who: Who;
  readonly now: Moment;
  readonly facts: Facts;
  /** The serve at the ramp's place as it is now, in wire form. */
  readonly serve: Serve;
  /** Sentences of the preflight findings that block a start. */
  readonly blocks: readonly string[];
}

export type Refusal = 'step' | 'state' | 'blocked' | 'gates' | 'reason';

export type Answer =
  | Transition
  | { readonly kind: 'already'; readonly ramp: Ramp }
  | { readonly kind: 'refused'; readonly why: Refusal; readonly says: string };

const refused = (why: Refusal, says: string): Answer => ({ kind: 'refused', why, says });
const includes = (states: readonly string[], state: string) => states.includes(state);

/** What a command does to a ramp. Pure; pause and roll back are never refused for being late. */
export function obey(ramp: Ramp, command: RampCommand, order: Order): Answer {
  const { state } = ramp.position;
  if (includes(DONE[command.command], state)) return { kind: 'already', ramp };
  const late = command.step !== undefined && command.step !== ramp.step;
  if (late && command.command !== 'pause' && command.command !== 'rollBack') {
    return refused('step', `The ramp is at step ${ramp.step}, not ${command.step}: look at it again.`);
  }
  if (!includes(COMMANDS[command.command], state))
    return refused('state', `A ramp that is ${words(state)} cannot ${words(command.command)}.`);
  switch (command.command) {
    case 'start':
      return start(ramp, order, order.now);
    case 'schedule':
      return start(ramp, order, Math.max(order.now, Date.parse(command.at)));
    case 'cancel':
      return transition(ramp, moved(ramp, { state: 'cancelled', since: order.now }), said('cancelled', order, command.reason));
    case 'rollBack':
      return goBack(ramp, order, command.reason);
    default:
      return steer(ramp, command, order);
  }
}

function start(ramp: Ramp, { now, facts, serve, blocks, who }: Order, at: Moment): Answer {
  if (facts.flag.killed) return refused('blocked', 'The flag is killed: a ramp would serve nothing of it.');
  if (ramp.plan.rollback === undefined) return refused('blocked', 'A ramp needs a rollback plan before it starts.');
  if (blocks.length > 0) return refused('blocked', blocks.join(' '));
  const startAt = nextOpening(ramp.plan.windows, at);
  if (startAt <= now) return transition(ramp, enterStage(ramp, serve, 0, now), `${who.name} started it`);
  const scheduled = { ...moved(ramp, { state: 'scheduled', startAt, flagVersion: facts.flag.version }), held: serve };
  return transition(ramp, scheduled, `${who.name} scheduled it for ${new Date(startAt).toISOString()}`);
}

function goBack(ramp: Ramp, order: Order, reason: string): Answer {
  const { position } = ramp;
  if (!('run' in position)) return refused('state', 'Nothing of this ramp has been served yet.');
  const at: Judged = { state: 'running', run: position.run };
  return rollBack(ramp, at, { by: 'person', who: order.who, reason }, said('rolled back', order, reason), [], order.now);
}

type Steering = Extract<RampCommand, { command: 'pause' | 'resume' | 'skip' | 'finish' }>;

function steer(ramp: Ramp, command: Steering, order: Order): Answer {
  const { position } = ramp;
  if (position.state !== 'running' && position.state !== 'waiting' && position.state !== 'paused') {
    return refused('state', `A ramp that is ${words(position.state)} cannot ${words(command.command)}.`);
  }
  const { now, who } = order;
  if (command.command === 'pause') {
    const run = stopHold(ramp.plan, position.run, now);
    const cause = { by: 'person', who, reason: command.reason } as const;
    return transition(ramp, moved(ramp, { state: 'paused', run, since: now, cause }), said('paused', order, command.reason));
  }
  const gates = judgeStage(ramp, position, order.facts, now);
  if (command.command === 'resume') return resume(ramp, position, command.override, command.reason, order, gates);
  const failed = gates.filter(failing);
  if (failed.length > 0) return refused('gates', `${names(failed)} failed: going on is not possible while a gate fails.`);
  if (!isOpen(ramp.plan.windows, now)) {
    return refused('blocked', `Its windows are closed until ${new Date(nextOpening(ramp.plan.windows, now)).toISOString()}.`);
  }
  const open = gates.filter((gate) => !settled(gate));
  const left = open.length === 0 ? '' : `, without ${names(open)}`;
  const last = command.command === 'finish' ? ramp.plan.stages.length - 2 : position.run.index;
  const at = { ...position, run: { ...position.run, index: Math.max(position.run.index, last) } };
  return advance(ramp, at, said(`${command.command === 'skip' ? 'skipped on' : 'finished'}${left}`, order, command.reason), gates, now);
}

function resume(
  ramp: Ramp,
  position: Judged,
  override: readonly string[],
  reason: string,
  order: Order,
  gates: readonly GateReport[],
): Answer {
  const unanswered = gates.filter((gate) => failing(gate) && !override.includes(gate.gate));
  if (unanswered.length > 0) return refused('gates', `${names(unanswered)} failed: roll back, or name it in "override" and say why.`);
  if (override.length > 0 && reason === '') return refused('reason', 'Say why these gates should not count.');
  const unknown = override.find((id) => !gates.some(({ gate }) => gate === id));
  if (unknown !== undefined) return refused('gates', `The gate "${unknown}" does not judge this stage.`);
  const answer: Override = { who: order.who, reason, at: order.now };
  const overridden = { ...position.run.overridden, ...Object.fromEntries(override.map((id) => [id, answer])) };
  const run = { ...position.run, overridden, heldSeconds: heldSeconds(ramp.plan, position.run, order.now), holdSince: order.now };
  const without = override.length === 0 ? '' : `, answering for ${override.join(', ')}`;
  const forgiven = { ...ramp.forgiven, ...Object.fromEntries(override.map((id) => [id, order.now])) };
  const next: Ramp = { ...moved(ramp, { state: 'running', run }), forgiven };
  return transition(ramp, next, said(`resumed${without}`, order, reason), gates);
}

/** What a kill of the flag does to its ramp, in the same transaction: it is over, and its serve goes back. */
export function endByKill(ramp: Ramp, now: Moment) {
  const { position } = ramp;
  if (position.state !== 'running' && position.state !== 'waiting' && position.state !== 'paused') return stay(ramp);
  return rollBack(ramp, position, { by: 'kill' }, 'the flag was killed', [], now);
}

const names = (gates: readonly GateReport[]) => gates.map(({ gate }) => gate).join(', ');
const words = (name: string) => name.replace(/[A-Z_]/g, (letter) => (letter === '_' ? ' ' : ` ${letter.toLowerCase()}`));
const said = (what: string, { who }: Order, reason: string) => `${who.name} ${what}${reason === '' ? '' : `: ${reason}`}`;
