import { type Flag, type Serve as WireServe, weightsOf } from '@sluice/core';
import type { EnvironmentFlag, Rule, Serve } from '../api/types.ts';

/** The stream says when, never who; the answer over HTTP that follows says both. */
const SOMEBODY = { kind: 'person', id: '', name: '' } as const;

/** What REST said of a flag, with what the stream says it serves since. */
export function overlay(known: EnvironmentFlag, wire: Flag): EnvironmentFlag {
  if (wire.version <= known.version) return known;
  const named = new Map(known.configuration.rules.map((rule) => [rule.id, rule.name]));
  return {
    ...known,
    version: wire.version,
    changedBy: SOMEBODY,
    configuration: {
      ...known.configuration,
      enabled: wire.enabled,
      offVariant: wire.offVariant,
      fallthrough: stored(wire.fallthrough, known),
      rules: (wire.rules ?? []).map(({ id, when, serve }): Rule => {
        const name = named.get(id);
        return { id, when, serve: stored(serve, known), ...(name === undefined ? {} : { name }) };
      }),
    },
    kill:
      wire.killedAt === undefined ? null : known.kill?.at === wire.killedAt ? known.kill : { at: wire.killedAt, by: SOMEBODY, reason: '' },
  };
}

function stored(serve: WireServe, { definition }: EnvironmentFlag): Serve {
  if ('variant' in serve) return serve;
  const { by, salt, ranges } = serve.split;
  const held = weightsOf(ranges);
  const weights = Object.fromEntries(Object.keys(definition.variants).flatMap((key) => (held.has(key) ? [[key, held.get(key) ?? 0]] : [])));
  return {
    split: { weights, ranges: [...ranges], ...(salt === definition.salt ? {} : { salt }), ...(by === undefined ? {} : { by: [...by] }) },
  };
}
