/** Ids outside a longest run that keeps its order: the fewest that can be said to have moved. Both lists hold the same ids. */
export function movedIds(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const places = after.map((id) => before.indexOf(id));
  const runs: number[][] = [];
  for (const place of places) {
    const longest = runs.reduce<number[]>((best, run) => (last(run) < place && run.length > best.length ? run : best), []);
    runs.push([...longest, place]);
  }
  const still = new Set(runs.reduce((best, run) => (run.length > best.length ? run : best), []));
  return new Set(after.filter((_, index) => !still.has(places[index] ?? -1)));
}

const last = (run: readonly number[]) => run.at(-1) ?? -1;
