import { decideRollback } from './decide-rollback.ts';
import { type Decision, stay, transition, type Wait } from './decision.ts';
import { advance, enterStage } from './enter-stage.ts';
import type { Facts, Moment } from './facts.ts';
import { heldShare, holdEnds, stopHold } from './hold.ts';
import { failing, type GateReport, judgeStage, noted, settled } from './judge-stage.ts';
import { isOpen, nextOpening } from './openings.ts';
import { type Judged, moved, type Ramp } from './ramp.ts';
import { answerFailure, answerTimeout, answerUnmeasurable, rollBack } from './react.ts';

/**
 * What a ramp does now, by itself. Pure: the same ramp, facts and time give the same decision on
 * every node. Harm is answered first, in every state that serves the candidate; then a stage goes on
 * when its hold is over, a window is open and every gate passes; anything else waits and says for what.
 *
 *   scheduled ──▶ running ◀──▶ waiting        paused (a person resumes)
 *                  │  └──────────┴───┬───────────┘
 *              completed        rolling_back ──▶ rolled_back
 */
export function decide(ramp: Ramp, facts: Facts, now: Moment): Decision {
  const { position } = ramp;
  switch (position.state) {
    case 'scheduled':
      return decideStart(ramp, position.startAt, position.flagVersion, facts, now);
    case 'running':
    case 'waiting':
    case 'paused':
      return decideStage(ramp, position, facts, now);
    case 'rolling_back':
      return decideRollback(ramp, position, facts, now);
    case 'draft':
    case 'rolled_back':
    case 'completed':
    case 'cancelled':
      return stay(ramp);
    default:
      return position satisfies never;
  }
}

function decideStart(ramp: Ramp, startAt: Moment, flagVersion: number, facts: Facts, now: Moment): Decision {
  if (facts.flag.killed) return stay(ramp, [{ for: 'review', says: 'the flag is killed: revive it, or cancel the ramp' }]);
  if (facts.flag.version !== flagVersion) {
    return stay(ramp, [{ for: 'review', says: 'the flag has changed since this was scheduled: look at it, then schedule or start again' }]);
  }
  const due = Math.max(startAt, nextOpening(ramp.plan.windows, Math.max(startAt, now)));
  if (now < due) return stay(ramp, [{ for: 'start', until: due }]);
  if (ramp.held === null) throw new Error(`The ramp ${ramp.id} is scheduled without the serve that it holds.`);
  return transition(ramp, enterStage(ramp, ramp.held, 0, now), 'started as scheduled');
}

function decideStage(before: Ramp, at: Judged, facts: Facts, now: Moment): Decision {
  const gates = judgeStage(before, at, facts, now);
  const { ramp, position } = noted(before, at, gates, now);
  if (facts.flag.killed) return rollBack(ramp, position, { by: 'kill' }, 'the flag was killed', gates, now);
  const failed = gates.filter(failing);
  const answer =
    (failed.length > 0 ? answerFailure(ramp, position, failed, gates, now) : null) ?? answerUnmeasurable(ramp, position, gates, now);
  if (answer !== null) return answer;
  if (position.state === 'paused') return stay(ramp, [{ for: 'resume', says: pausedWords(position) }], gates);
  if (heldShare(ramp.plan, position.run, now) < 1) return stay(ramp, holdWaits(ramp, position, now), gates);
  if (!isOpen(ramp.plan.windows, now)) return stay(ramp, [{ for: 'window', until: nextOpening(ramp.plan.windows, now) }], gates);
  return decideGoing(ramp, position, gates, facts.instancesBelow, now);
}

/** What happens once the hold is over and a window is open. */
function decideGoing(ramp: Ramp, position: Going, gates: readonly GateReport[], below: readonly string[], now: Moment): Decision {
  const open = gates.filter((gate) => !settled(gate));
  if (open.length === 0 && below.length === 0) return advance(ramp, position, 'the hold is over and every gate passes', gates, now);
  const waits: Wait[] = [...open.map(waitFor), ...(below.length === 0 ? [] : [belowWait(below)])];
  if (position.state === 'waiting') {
    const answer = answerTimeout(ramp, position, open, below.length === 0, gates, now);
    return answer ?? stay(ramp, [...waits, timeoutOf(ramp, position.since)], gates);
  }
  const run = stopHold(ramp.plan, position.run, now);
  return transition(ramp, moved(ramp, { state: 'waiting', run, since: now }), waits.map(waitWords).join('; '), gates);
}

function holdWaits(ramp: Ramp, { run }: Judged, now: Moment): Wait[] {
  const ends = holdEnds(ramp.plan, run, now);
  const hold: Wait[] = ends === null ? [] : [{ for: 'hold', until: ends }];
  return isOpen(ramp.plan.windows, now) ? hold : [{ for: 'window', until: nextOpening(ramp.plan.windows, now) }, ...hold];
}

type Going = Extract<Judged, { state: 'running' | 'waiting' }>;

const belowWait = (names: readonly string[]): Wait => ({
  for: 'instances',
  names,
  says: `${names.length} instances are below the version it needs`,
});

function waitWords(wait: Wait): string {
  if ('gate' in wait) return `waits for ${wait.gate}: ${wait.says}`;
  return 'says' in wait ? `waits: ${wait.says}` : `waits for its ${wait.for}`;
}

function waitFor({ gate, says, verdict, waitsFor }: GateReport): Wait {
  return { for: verdict === 'unmeasurable' ? 'source' : (waitsFor ?? 'data'), gate, says };
}

function timeoutOf({ plan }: Ramp, since: Moment): Wait {
  return { for: 'timeout', until: since + plan.policies.tooLittleData.waitSeconds * 1000 };
}

function pausedWords({ cause }: Extract<Judged, { state: 'paused' }>): string {
  switch (cause.by) {
    case 'person':
      return `${cause.who.name} paused it`;
    case 'gate':
      return `${cause.gates.join(', ')} failed: roll back, or resume and answer for it`;
    case 'unmeasurable':
    case 'timeout':
      return `${cause.gates.join(', ')} did not pass in time`;
    default:
      return 'the flag was killed';
  }
}
