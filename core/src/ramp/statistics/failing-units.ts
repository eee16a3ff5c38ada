import { logMeanExp } from './log-sum.ts';
import type { StartingPoint } from './starting-points.ts';

/**
 * Units of one metric, added up: they failed for the first time since every starting point from
 * `since` to `at`, when `at` was the latest. `at` also tells under which share that was.
 */
export interface FailingUnits {
  readonly since: number;
  readonly at: number;
  readonly candidate: number;
  readonly control: number;
}

/** Ratios beyond the tolerated one that the evidence is spread over, equally. */
export const RATIOS: readonly number[] = [1.1, 1.25, 1.5, 2, 3, 5, 10, 30, 100];

/** Chance that a failing unit was in the candidate, when it holds `share` of the units and they fail `ratio` times as often. */
export function candidateChance(share: number, ratio: number): number {
  return (share * ratio) / (share * ratio + 1 - share);
}

/**
 * ln of the evidence for harm beyond the tolerated ratio, for each starting point: an e-process on
 * the units that failed since then, each counted once.
 *
 * Given that a unit failed, its arm is a coin of known bias, whatever the rate of failures and
 * however it drifts for both arms alike. For a candidate whose units fail at most `tolerated` times
 * as often, the chance that one of these ever reaches a threshold t is at most 1/t (Ville's
 * inequality). A function of totals: the order in which they came does not matter. Throws a
 * RangeError on counts that cannot be.
 */
export function logEvidence(points: readonly StartingPoint[], counted: readonly FailingUnits[], tolerated: number): number[] {
  const shares = [...new Set(points.map(({ share }) => share))].filter((share) => share > 0 && share < 1);
  const sums = points.map(() => RATIOS.map(() => 0));
  for (const share of shares) {
    const gains = logGains(share, tolerated);
    for (const [point, { candidate, control }] of unitsSince(points, counted, share).entries()) {
      const row = sums[point] ?? [];
      for (const [index, gain] of gains.entries()) row[index] = (row[index] ?? 0) + candidate * gain.candidate + control * gain.control;
    }
  }
  return sums.map(logMeanExp);
}

/** What one failing unit of either arm adds, for each ratio of the grid. */
export function logGains(share: number, tolerated: number): { candidate: number; control: number }[] {
  const odds = share / (1 - share);
  return RATIOS.map((ratio) => {
    const control = Math.log1p(tolerated * odds) - Math.log1p(tolerated * ratio * odds);
    return { candidate: Math.log(ratio) + control, control };
  });
}

/** Units of both arms that failed since each starting point while `share` was in force. */
export function unitsSince(points: readonly StartingPoint[], counted: readonly FailingUnits[], share: number) {
  const steps = Array.from({ length: points.length + 1 }, () => ({ candidate: 0, control: 0 }));
  for (const units of counted) {
    check(units, points.length);
    if (points[units.at]?.share !== share) continue;
    add(steps[units.since], units, 1);
    add(steps[units.at + 1], units, -1);
  }
  let candidate = 0;
  let control = 0;
  return steps.slice(0, points.length).map((step) => {
    candidate += step.candidate;
    control += step.control;
    return { candidate, control };
  });
}

function add(step: { candidate: number; control: number } | undefined, units: FailingUnits, sign: number): void {
  if (step === undefined) return;
  step.candidate += sign * units.candidate;
  step.control += sign * units.control;
}

function check({ since, at, candidate, control }: FailingUnits, points: number): void {
  const whole = [since, at, candidate, control].every((n) => Number.isSafeInteger(n) && n >= 0);
  if (whole && since <= at && at < points) return;
  throw new RangeError(
    `Failing units ${JSON.stringify({ since, at, candidate, control })} cannot be: there are ${points} starting points.`,
  );
}
