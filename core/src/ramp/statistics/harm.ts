import { type FailingUnits, logEvidence } from './failing-units.ts';
import { type Assurance, logThreshold, type StartingPoint } from './starting-points.ts';

/** How near a test is to a rollback, by its nearest starting point. */
export interface Harm {
  readonly fails: boolean;
  /** Index of the starting point, -1 when there is none. */
  readonly point: number;
  /** ln of the evidence there. */
  readonly evidence: number;
  /** ln of the evidence at which it fails. */
  readonly threshold: number;
}

/**
 * Whether failing units show harm beyond the tolerated ratio: the chance that this is ever so for a
 * healthy ramp is at most its share of α, however often one looks. Starting points opened at `after`
 * or before do not count.
 */
export function judgeHarm(
  points: readonly StartingPoint[],
  counted: readonly FailingUnits[],
  tolerated: number,
  assurance: Assurance,
  after = Number.NEGATIVE_INFINITY,
): Harm {
  const none: Harm = { fails: false, point: -1, evidence: 0, threshold: logThreshold(0, assurance) };
  return logEvidence(points, counted, tolerated).reduce((nearest, evidence, point): Harm => {
    if ((points[point]?.openedAt ?? 0) <= after) return nearest;
    const threshold = logThreshold(points[point]?.slot ?? 0, assurance);
    const nearer = nearest.point < 0 || evidence - threshold > nearest.evidence - nearest.threshold;
    return nearer ? { fails: evidence >= threshold, point, evidence, threshold } : nearest;
  }, none);
}
