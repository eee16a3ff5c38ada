import { type Decision, type Transition, transition } from './decision.ts';
import { advance } from './enter-stage.ts';
import type { Moment } from './facts.ts';
import { stopHold } from './hold.ts';
import type { GateReport } from './judge-stage.ts';
import { type Cause, type Judged, moved, type Ramp } from './ramp.ts';
import { isDataSafe } from './rollback-plan.ts';

const names = (gates: readonly GateReport[]) => gates.map(({ gate }) => gate);
const sentences = (gates: readonly GateReport[]) => gates.map(({ gate, says }) => `${gate}: ${says}`).join('; ');

/** The ramp on its way back. */
export function rollBack(ramp: Ramp, { run }: Judged, cause: Cause, says: string, gates: readonly GateReport[], now: Moment): Transition {
  const stopped = stopHold(ramp.plan, run, now);
  return transition(ramp, moved(ramp, { state: 'rolling_back', run: stopped, since: now, cause, alarmed: false }), says, gates, true);
}

function pause(ramp: Ramp, { run }: Judged, cause: Cause, says: string, gates: readonly GateReport[], now: Moment): Transition {
  const stopped = stopHold(ramp.plan, run, now);
  return transition(ramp, moved(ramp, { state: 'paused', run: stopped, since: now, cause }), says, gates, true);
}

/** Going back by itself, or a pause where going back would lose what the candidate wrote. */
function goBack(ramp: Ramp, position: Judged, cause: Cause, says: string, gates: readonly GateReport[], now: Moment): Decision | null {
  const plan = ramp.plan.rollback;
  if (plan === undefined || isDataSafe(plan, position.run.index)) return rollBack(ramp, position, cause, says, gates, now);
  return alreadyAsked(position, cause) ? null : pause(ramp, position, cause, `${says}. Going back loses: ${plan.loses}`, gates, now);
}

/** A person has been called about this stage already; the ramp stands still until they answer. */
const alreadyAsked = (position: Judged, { by }: Cause) =>
  position.state === 'paused' && (position.cause.by === by || position.cause.by === 'gate');

/** One or more gates failed: all of them are the cause of one step. null when a person has been asked already. */
export function answerFailure(
  ramp: Ramp,
  position: Judged,
  failed: readonly GateReport[],
  gates: readonly GateReport[],
  now: Moment,
): Decision | null {
  const cause: Cause = { by: 'gate', gates: names(failed) };
  const { onFailure, browsers } = ramp.plan.policies;
  const forgeable = browsers === 'pause' && failed.every(({ only }) => only === 'browsers');
  if (onFailure === 'rollBack' && !forgeable) return goBack(ramp, position, cause, sentences(failed), gates, now);
  return alreadyAsked(position, cause) ? null : pause(ramp, position, cause, sentences(failed), gates, now);
}

/** A gate could not be measured for as long as the policy allows. */
export function answerUnmeasurable(ramp: Ramp, position: Judged, gates: readonly GateReport[], now: Moment): Decision | null {
  const { action, afterSeconds } = ramp.plan.policies.unmeasurable;
  if (action === 'wait') return null;
  const blind = gates.filter(({ gate, verdict, overridden }) => {
    const since = position.run.unmeasurableSince[gate];
    return verdict === 'unmeasurable' && overridden === null && since !== undefined && now - since >= afterSeconds * 1000;
  });
  if (blind.length === 0) return null;
  return goBack(ramp, position, { by: 'unmeasurable', gates: names(blind) }, sentences(blind), gates, now);
}

/** A stage waited as long as the policy allows. It goes on only where nothing but data is missing. */
export function answerTimeout(
  ramp: Ramp,
  position: Extract<Judged, { state: 'waiting' }>,
  open: readonly GateReport[],
  mayGoOn: boolean,
  gates: readonly GateReport[],
  now: Moment,
): Decision | null {
  const { waitSeconds, action } = ramp.plan.policies.tooLittleData;
  if (now - position.since < waitSeconds * 1000) return null;
  const cause: Cause = { by: 'timeout', gates: names(open) };
  const says = `waited long enough for ${sentences(open)}`;
  if (action === 'rollBack') return goBack(ramp, position, cause, says, gates, now);
  const onlyData = mayGoOn && open.every(({ verdict, waitsFor }) => verdict === 'collecting' && waitsFor === 'data');
  if (action === 'goOn' && onlyData)
    return advance(ramp, position, `${says}; goes on with too little data, as its policy says`, gates, now);
  return pause(ramp, position, cause, says, gates, now);
}
