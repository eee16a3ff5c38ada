import type { EnvironmentFlag } from '../api/types.ts';
import { stateOf } from '../ui/state-mark.tsx';

/** Flags that have every word somewhere in key, name, owner, tags or state. */
export function filterFlags(flags: readonly EnvironmentFlag[], filter: string): readonly EnvironmentFlag[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return flags;
  return flags.filter((flag) => {
    const { name, owner, tags } = flag.definition;
    const text = [flag.key, name, owner, ...tags, stateOf(flag)].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
