/** What the server makes of what people write: it follows from the rest, so it is no difference of its own. */
const MADE = new Set(['ranges', 'codes']);

/** Text that two bodies share exactly when people would call them the same: keys in any order, without ranges and region codes. */
export function canonical(body: unknown): string {
  return (
    JSON.stringify(body, (_, part: unknown) => {
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
      const kept = Object.entries(part).filter(([key]) => !MADE.has(key));
      return Object.fromEntries(kept.toSorted(([one], [other]) => (one < other ? -1 : 1)));
    }) ?? ''
  );
}
