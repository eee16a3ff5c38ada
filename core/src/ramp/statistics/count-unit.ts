/**
 * From which starting points on a unit's failure counts, or null when it adds nothing.
 *
 * `last` is the latest starting point at which a failure of this unit was counted, null for none;
 * `at` the one that was latest when it failed now. Where not null, the caller adds one unit to the
 * total of (`since`, `at`) and remembers `at` for the unit. So a unit counts once for each starting
 * point, and a late or repeated batch changes nothing that was counted.
 */
export function countUnit(last: number | null, at: number): { readonly since: number; readonly at: number } | null {
  const since = last === null ? 0 : last + 1;
  return since <= at ? { since, at } : null;
}
