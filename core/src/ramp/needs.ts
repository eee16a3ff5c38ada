import { compareVersions, parseVersion } from '../evaluate/operators/version.ts';
import type { RampPlan } from './plan.ts';

/** Whether an instance is too early for a ramp; one of the named app that does not say its version is. */
export function isBelow(needs: NonNullable<RampPlan['needs']>, app: string, version: string | null): boolean {
  if (needs.app !== undefined && needs.app !== app) return false;
  const [has, wants] = [parseVersion(version), parseVersion(needs.version)];
  return has === undefined || wants === undefined ? version !== needs.version : compareVersions(has, wants) < 0;
}
