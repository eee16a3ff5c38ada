import type { FlagConfiguration, FlagDefinition, FlagDraft } from '@sluice/core/schema';
import type { z } from 'zod';

type Configuration = z.output<typeof FlagConfiguration>;

/** How a flag begins in an environment: switched off, with its last variant as off value and its first as fallthrough, unless said. */
export function initialConfiguration(
  { variants }: Pick<z.output<typeof FlagDefinition>, 'variants'>,
  initial?: z.output<typeof FlagDraft>['initial'],
): Configuration {
  const keys = Object.keys(variants);
  return {
    enabled: initial?.enabled ?? false,
    offVariant: initial?.offVariant ?? keys.at(-1) ?? '',
    prerequisites: [],
    rules: [],
    fallthrough: initial?.fallthrough ?? { variant: keys[0] ?? '' },
    whenStale: 'keep',
  };
}
