import type { Moment } from './facts.ts';
import { collecting, type Evidence, fail, type Judgement, pass, type StageView, unmeasurable } from './gate.ts';

/** Something fetched in turns: good, bad, or no answer at all. */
export interface Reading {
  readonly at: Moment;
  readonly found: 'good' | 'bad' | 'nothing';
  readonly says: string;
  readonly evidence: Evidence;
}

export interface ReadingGate {
  readonly consecutive: number;
  readonly everySeconds: number;
}

/** Turns that may be missed before a source counts as silent. */
const MISSED = 3;

/**
 * Fails when the last `consecutive` answers of this stage are all bad; a turn without an answer
 * neither counts nor forgives. Passes on as many good ones without a gap, of which the last is fresh.
 */
export function judgeReadings(gate: ReadingGate, all: readonly Reading[], view: StageView): Judgement {
  const readings = all.filter(({ at }) => at >= view.startedAt && at <= view.now);
  const answers = readings.filter(({ found }) => found !== 'nothing').slice(-gate.consecutive);
  const bad = answers.filter(({ found }) => found === 'bad').length;
  const latest = readings.at(-1);
  const evidence: Evidence = { ...latest?.evidence, answers: answers.length, bad };
  if (latest !== undefined && bad === gate.consecutive) return fail(`${answers.at(-1)?.says}, ${bad} times in a row`, evidence);
  const silentSince = latest?.at ?? view.startedAt;
  if (view.now - silentSince > 1000 * gate.everySeconds * MISSED) {
    return unmeasurable(`nothing was fetched for ${Math.round((view.now - silentSince) / 1000)} s`, evidence);
  }
  if (latest === undefined) return collecting('data', 'waits for the first answer', evidence);
  if (latest.found === 'nothing') return unmeasurable(latest.says, evidence);
  const unbroken = readings.slice(-gate.consecutive);
  const good = unbroken.filter(({ found }) => found === 'good').length;
  if (good === gate.consecutive) return pass(latest.says, evidence);
  return collecting('data', `${latest.says}; ${good} of ${gate.consecutive} good answers in a row`, evidence);
}
