import { canonical } from '@sluice/core/words';
import type { FlagDefinition, FlagDefinitionPatch } from '../api/types.ts';

const PARTS = ['name', 'description', 'owner', 'tags', 'clientSide'] as const;

/** Only what differs; a variant that is gone travels as null. */
export function definitionPatch(before: FlagDefinition, after: FlagDefinition): FlagDefinitionPatch {
  const changed = PARTS.filter((part) => canonical(before[part]) !== canonical(after[part])).map((part) => [part, after[part]]);
  const put = Object.entries(after.variants).filter(
    ([key, value]) => !Object.hasOwn(before.variants, key) || canonical(before.variants[key]) !== canonical(value),
  );
  const gone = Object.keys(before.variants).flatMap((key): [string, null][] => (Object.hasOwn(after.variants, key) ? [] : [[key, null]]));
  const variants = [...put, ...gone];
  return { ...Object.fromEntries(changed), ...(variants.length === 0 ? {} : { variants: Object.fromEntries(variants) }) };
}
