import type { Condition, FlagStore } from '@sluice/core';
import { useMemo } from 'react';
import { useRuleset } from '../live/live-provider.tsx';

const USUAL = ['targetingKey', 'email', 'country', 'plan', 'locale', 'platform', 'appVersion'];

/** Attributes to suggest: those that this environment's rules test already, and the usual ones. */
export function useAttributes(): string[] {
  const store = useRuleset();
  return useMemo(() => [...new Set([...attributesIn(store), ...USUAL])].sort((one, other) => one.localeCompare(other)), [store]);
}

const attributesIn = (store: FlagStore | null) =>
  [...(store?.flags.values() ?? [])].flatMap(({ source }) => (source.rules ?? []).flatMap((rule) => tested(rule.when)));

function tested(condition: Condition): readonly string[] {
  if ('not' in condition) return tested(condition.not);
  if ('all' in condition) return condition.all.flatMap(tested);
  if ('any' in condition) return condition.any.flatMap(tested);
  return 'attribute' in condition ? [condition.attribute] : [];
}
