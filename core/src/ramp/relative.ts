import { judgeBySource } from './by-source.ts';
import { type BySource, FRESH_SECONDS } from './facts.ts';
import { collecting, type Evidence, fail, type Judgement, pass, type StageView, unmeasurable } from './gate.ts';
import { logMismatch, MISMATCH_LIMIT, ratioBand } from './statistics/coin.ts';
import { type FailingUnits, unitsSince } from './statistics/failing-units.ts';
import { judgeHarm } from './statistics/harm.ts';

/** Instances that must have reported lately for silence to mean health. */
const FRESH_SHARE = 0.9;
const BAND_LEVEL = 0.95;

export interface RelativeGate {
  readonly id: string;
  readonly tolerated: number;
  readonly minUnits: number;
}

/** Whether units of the candidate meet `what` (failures, slow requests) more often than control's, beyond the tolerated ratio. */
export function judgeRelative(gate: RelativeGate, units: BySource<readonly FailingUnits[]>, what: string, view: StageView): Judgement {
  const missing = noControl(view) ?? mismatch(view);
  if (missing !== null) return missing;
  const judged = judgeBySource(units, (counted) => harmOf(gate, counted, what, view));
  if (judged.verdict === 'fail') return judged;
  const blocked = silence(view) ?? tooFewUnits(gate.minUnits, view);
  return blocked === null ? judged : { ...blocked, evidence: { ...judged.evidence, ...blocked.evidence } };
}

function harmOf(gate: RelativeGate, counted: readonly FailingUnits[], what: string, view: StageView): Judgement {
  const harm = judgeHarm(view.points, counted, gate.tolerated, view.assurance, view.forgiven[gate.id]);
  const stageBegan = view.points.findIndex(({ stage }) => stage === view.stage);
  const here = unitsSince(view.points, counted, view.share)[Math.max(stageBegan, 0)] ?? { candidate: 0, control: 0 };
  const band = ratioBand(here, view.share, BAND_LEVEL);
  const evidence: Evidence = {
    candidateUnits: here.candidate,
    controlUnits: here.control,
    share: view.share,
    ratio: band.estimate,
    ratioLow: band.low,
    ratioHigh: band.high,
    tolerated: gate.tolerated,
    logEvidence: harm.evidence,
    logThreshold: harm.threshold,
    sincePoint: harm.point,
  };
  const counts = `${here.candidate} units of the candidate and ${here.control} of control met ${what} in this stage`;
  if (harm.fails) return fail(`${counts}: more than ${gate.tolerated} times as often, which chance does not explain`, evidence);
  return pass(`${counts}: no sign of more than ${gate.tolerated} times as often`, evidence);
}

function noControl({ share }: StageView): Judgement | null {
  return share > 0 && share < 1 ? null : unmeasurable('candidate and control are not both served, so there is nothing to compare');
}

/** Why the split of units is not believed, or null. */
function mismatch({ facts, share }: StageView): Judgement | null {
  const log = logMismatch(facts.sample, share);
  if (log < Math.log(MISMATCH_LIMIT)) return null;
  return unmeasurable('the shares of units differ from the allocation, so no comparison of the two is believed', { logMismatch: log });
}

/** Why silence does not mean health, or null. */
export function silence({ facts }: StageView): Judgement | null {
  const { reporting, fresh } = facts.telemetry;
  if (reporting === 0) return unmeasurable('no instance has reported outcomes in this stage', { reporting, fresh });
  if (fresh >= FRESH_SHARE * reporting) return null;
  const late = reporting - fresh;
  return unmeasurable(`${late} of ${reporting} instances that reported have not for ${FRESH_SECONDS} s`, { reporting, fresh });
}

/** Which arm has too few distinct units in this stage, estimated from the hash sample, or null. */
export function tooFewUnits(minUnits: number, { facts }: StageView): Judgement | null {
  const [candidate, control] = [facts.sample.candidate, facts.sample.control].map((sampled) => Math.round(sampled / facts.sample.rate));
  if (candidate === undefined || control === undefined) return null;
  if (Math.min(candidate, control) >= minUnits) return null;
  const [least, arm] = candidate <= control ? [candidate, 'the candidate'] : [control, 'control'];
  return collecting('data', `${least} of ${minUnits} units of ${arm} seen in this stage`, { units: least, minUnits });
}
