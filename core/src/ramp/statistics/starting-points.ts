/**
 * An instant from which units count anew, so that harm which begins late is not drowned by the
 * healthy hours before it, and units that had failed once can count again.
 */
export interface StartingPoint {
  /** Index of the stage. */
  readonly stage: number;
  /** 0 is the stage's beginning; 1–19 the twentieths of its hold; 20–23 spares for a stage that goes on longer. */
  readonly slot: number;
  /** The candidate's nominal share of candidate and control from here on, 0..1, by buckets. */
  readonly share: number;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
}

const OVER_THE_HOLD = 20;
const SPARE = 4;
/** Where a stage without a hold waits for people, its spares are spread as if it held this long. */
const NOMINAL_HOLD_SECONDS = 600;
/** Part of α for the beginnings of stages, where most harm begins; the other points share the rest. */
const FOR_BEGINNINGS = 0.4;

/** What a test assures: over all looks, stages and metrics of a ramp. */
export interface Assurance {
  /** Chance that a healthy ramp is ever rolled back. */
  readonly alpha: number;
  /** Stages that have relative gates. */
  readonly stages: number;
  /** Relative gates of the ramp. */
  readonly metrics: number;
}

/** ln of the evidence that fails a starting point: the thresholds' reciprocals add up to α over all points that a ramp can have. */
export function logThreshold(slot: number, { alpha, stages, metrics }: Assurance): number {
  const points = OVER_THE_HOLD + SPARE - 1;
  const part = slot === 0 ? FOR_BEGINNINGS : (1 - FOR_BEGINNINGS) / points;
  return Math.log((stages * metrics) / (alpha * part));
}

/**
 * The slot of the starting point that is due now, or null.
 *
 * `opened` are the stage's points so far, `heldShare` how much of its hold has run, 0..1. When the
 * hold is over, or stands still, spares open each after twice the time of the one before.
 */
export function dueSlot(opened: readonly StartingPoint[], heldShare: number, holdSeconds: number, now: number): number | null {
  const last = opened.at(-1);
  if (last === undefined) return 0;
  const twentieth = Math.min(Math.floor(heldShare * OVER_THE_HOLD + 1e-9), OVER_THE_HOLD - 1);
  if (opened.every(({ slot }) => slot >= OVER_THE_HOLD || slot < twentieth)) return twentieth;
  const spent = opened.filter(({ slot }) => slot >= OVER_THE_HOLD).length;
  const wait = 1000 * (holdSeconds > 0 ? holdSeconds : NOMINAL_HOLD_SECONDS) * 2 ** spent;
  return spent < SPARE && now - last.openedAt >= wait ? OVER_THE_HOLD + spent : null;
}
