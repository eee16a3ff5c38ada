import type { EnvironmentFlag } from '../api/types.ts';

const RECENT_MS = 60 * 60_000;

/**
 * Keys by likelihood of guilt: the flag on screen, then what changed within the last hour, newest first, then the rest
 * by their last change; killed ones at the end.
 */
export function killOrder(flags: readonly EnvironmentFlag[], first: string | undefined, now: number): readonly string[] {
  const changed = (flag: EnvironmentFlag) => Date.parse(flag.changedAt);
  const rank = (flag: EnvironmentFlag) => (flag.key === first ? 0 : flag.kill !== null ? 3 : now - changed(flag) <= RECENT_MS ? 1 : 2);
  return flags.toSorted((a, b) => rank(a) - rank(b) || changed(b) - changed(a) || a.key.localeCompare(b.key)).map((flag) => flag.key);
}
