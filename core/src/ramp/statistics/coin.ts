import { logBeta } from './log-beta.ts';

/** Counts of two arms of which each unit chose one by a coin. */
export interface Arms {
  readonly candidate: number;
  readonly control: number;
}

/** A split goes wrong by parts of its share more often than altogether: the prior weighs as much as this many units. */
const PRIOR_OF_SHARE = 100;
/** Harm may be of any size, so that prior weighs as little as it can. */
const PRIOR_OF_RATIO = 1;

/** ln of the mean probability of the counts, over a beta distribution of the coin's bias around `share`. */
function logMixture({ candidate, control }: Arms, share: number, priorUnits: number): number {
  const a = Math.max(priorUnits * share, 0.5);
  const b = Math.max(priorUnits * (1 - share), 0.5);
  return logBeta(a + candidate, b + control) - logBeta(a, b);
}

const logChance = ({ candidate, control }: Arms, bias: number) =>
  (candidate === 0 ? 0 : candidate * Math.log(bias)) + (control === 0 ? 0 : control * Math.log1p(-bias));

/**
 * ln of the evidence that the units' shares differ from `share` (0..1 exclusive): a beta-binomial
 * mixture against the nominal coin, valid at every look.
 */
export function logMismatch(arms: Arms, share: number): number {
  return logMixture(arms, share, PRIOR_OF_SHARE) - logChance(arms, share);
}

/** A random split of units is doubted at this evidence: once in 2,000 allocations by chance alone. */
export const MISMATCH_LIMIT = 1 / 0.0005;

export interface Band {
  readonly low: number;
  /** null when nothing bounds it yet. */
  readonly high: number | null;
  /** Best single guess; null without failing units in control. */
  readonly estimate: number | null;
}

/**
 * A confidence sequence for the ratio of failing: with chance `level` (such as 0.95) the true ratio
 * stays inside at every look. `arms` are failing units under one allocation, each counted once,
 * `share` the candidate's nominal share. Inverts the beta-binomial mixture (Howard and Ramdas).
 */
export function ratioBand(arms: Arms, share: number, level: number): Band {
  const limit = logMixture(arms, share, PRIOR_OF_RATIO) + Math.log(1 - level);
  const { candidate, control } = arms;
  const peak = candidate + control === 0 ? share : candidate / (candidate + control);
  const inside = (bias: number) => logChance(arms, bias) >= limit;
  const toRatio = (bias: number) => (bias * (1 - share)) / ((1 - bias) * share);
  const low = edge(inside, peak, 0);
  const high = edge(inside, peak, 1);
  return {
    low: toRatio(low),
    high: high < 1 ? toRatio(high) : null,
    estimate: control === 0 ? null : (candidate / control) * ((1 - share) / share),
  };
}

/** The last bias between `from`, which is inside, and `to` that still is. */
function edge(inside: (bias: number) => boolean, from: number, to: number): number {
  if (from === to || inside(to)) return to;
  let [within, beyond] = [from, to];
  for (let step = 0; step < 60; step++) {
    const middle = (within + beyond) / 2;
    if (inside(middle)) within = middle;
    else beyond = middle;
  }
  return within;
}
