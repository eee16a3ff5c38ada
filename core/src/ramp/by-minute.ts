import type { OutcomeMinute } from './facts.ts';
import { collecting, type Evidence, fail, type Judgement, pass, type StageView, unmeasurable } from './gate.ts';

const MINUTE = 60_000;
/** Batches of a minute may come this much after it. */
const ALLOWANCE = 10_000;
/** Without a request in this time, traffic counts as stopped. */
const STOPPED = 3 * MINUTE;
/** A minute with enough requests that is older than this says nothing about now. */
const THIN = 10 * MINUTE;

export interface MinuteGate {
  readonly minRequests: number;
  readonly consecutive: number;
}

/** What a minute shows: whether it breaks the limit, and its figure in words. */
export interface MinuteReading {
  readonly breaks: boolean;
  readonly says: string;
  readonly evidence: Evidence;
}

/** Fails when the last `consecutive` whole minutes that had enough requests all break the limit; a thin minute neither counts nor forgives. */
export function judgeMinutes(
  gate: MinuteGate,
  minutes: readonly OutcomeMinute[],
  read: (minute: OutcomeMinute) => MinuteReading,
  view: StageView,
): Judgement {
  const whole = minutes.filter(({ at }) => at >= view.startedAt - MINUTE && at + MINUTE + ALLOWANCE <= view.now);
  const measured = whole.filter(({ requests }) => requests >= gate.minRequests);
  const last = measured.slice(-gate.consecutive);
  const readings = last.map(read);
  const breaking = readings.filter(({ breaks }) => breaks).length;
  const latest = readings.at(-1);
  const evidence: Evidence = { ...latest?.evidence, minutes: measured.length, breaking };
  if (latest !== undefined && breaking === gate.consecutive) return fail(`${latest.says}, ${gate.consecutive} minutes in a row`, evidence);
  const stopped = stoppedTraffic(minutes, view);
  if (stopped !== null) return stopped;
  if (latest === undefined || last.length < gate.consecutive || (last.at(-1)?.at ?? 0) < view.now - THIN) {
    return collecting('data', `${last.length} of ${gate.consecutive} minutes with at least ${gate.minRequests} requests`, evidence);
  }
  if (latest.breaks) return collecting('data', `${latest.says}, in ${breaking} of the last ${gate.consecutive} minutes`, evidence);
  return pass(latest.says, evidence);
}

function stoppedTraffic(minutes: readonly OutcomeMinute[], view: StageView): Judgement | null {
  const lastRequest = minutes.findLast(({ requests }) => requests > 0);
  const since = Math.max(view.startedAt, lastRequest === undefined ? 0 : lastRequest.at + MINUTE);
  if (view.now - since <= STOPPED) return null;
  return unmeasurable(
    lastRequest === undefined
      ? 'no request of the candidate has been reported in this stage'
      : 'the candidate had requests, and they stopped',
    { secondsWithout: Math.round((view.now - since) / 1000) },
  );
}
