import { canonical } from '@sluice/core/words';
import type { FlagConfiguration, Rule } from '../api/types.ts';

export type Side = 'mine' | 'theirs';

/** A part that both sides changed, differently. `rule:<id>` is one rule, `order` the order of the rules. */
export type Part = 'enabled' | 'offVariant' | 'prerequisites' | 'fallthrough' | 'whenStale' | 'order' | `rule:${string}`;

export interface Rebased {
  readonly merged: FlagConfiguration;
  readonly overlaps: readonly Part[];
}

const PARTS = ['enabled', 'offVariant', 'prerequisites', 'fallthrough', 'whenStale'] as const;

/**
 * My edits of `origin` on top of theirs. What only one side changed is kept; what both changed differently is an overlap,
 * and goes by the choice made for it, or else stays theirs.
 */
export function rebase(
  origin: FlagConfiguration,
  mine: FlagConfiguration,
  theirs: FlagConfiguration,
  choices: ReadonlyMap<Part, Side> = new Map(),
): Rebased {
  const overlaps: Part[] = [];
  const pick = <T>(part: Part, was: T, my: T, their: T): T => {
    if (canonical(my) === canonical(was) || canonical(my) === canonical(their)) return their;
    if (canonical(their) === canonical(was)) return my;
    overlaps.push(part);
    return choices.get(part) === 'mine' ? my : their;
  };
  const scalars = Object.fromEntries(PARTS.map((part) => [part, pick<unknown>(part, origin[part], mine[part], theirs[part])]));
  const [was, my, their] = [byId(origin.rules), byId(mine.rules), byId(theirs.rules)];
  const ids = [...new Set([...their.keys(), ...my.keys()])];
  const rules = new Map(
    ids.flatMap((id): [string, Rule][] => {
      const rule = pick(`rule:${id}`, was.get(id), my.get(id), their.get(id));
      return rule === undefined ? [] : [[id, rule]];
    }),
  );
  const among = (configuration: FlagConfiguration) => idsOf(configuration).filter((id) => was.has(id) && my.has(id) && their.has(id));
  const order = pick('order', among(origin), among(mine), among(theirs));
  const [leading, other] = canonical(order) === canonical(among(theirs)) ? [theirs, mine] : [mine, theirs];
  const placed = interleave(idsOf(leading), idsOf(other));
  return { merged: { ...theirs, ...scalars, rules: placed.flatMap((id) => rules.get(id) ?? []) }, overlaps };
}

const idsOf = ({ rules }: FlagConfiguration) => rules.map((rule) => rule.id);
const byId = (rules: readonly Rule[]) => new Map<string, Rule | undefined>(rules.map((rule) => [rule.id, rule]));

/** `leading` as it is, with what only `other` has put after its neighbour there. */
function interleave(leading: readonly string[], other: readonly string[]): readonly string[] {
  const placed = [...leading];
  for (const [index, id] of other.entries()) {
    if (placed.includes(id)) continue;
    const before = other.slice(0, index).findLast((neighbour) => placed.includes(neighbour));
    placed.splice(before === undefined ? 0 : placed.indexOf(before) + 1, 0, id);
  }
  return placed;
}
