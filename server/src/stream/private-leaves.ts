import type { Condition, Flag, Test } from '@sluice/core';

/** What a page knows about its visitor anyway, so that tests of it may be shown to anybody. */
const PUBLIC_ATTRIBUTES = new Set(['country', 'locale', 'platform', 'appVersion']);

/**
 * Whether a flag's rules hold something that a browser must not download: values of the targeting key or of an
 * attribute that is not public, a regular expression, or a segment. A shape not known here counts as private.
 */
export function hasPrivateLeaf(flag: Flag): boolean {
  return flag.rules?.some((rule) => isPrivate(rule.when)) ?? false;
}

function isPrivate(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(isPrivate);
  if ('any' in condition) return condition.any.some(isPrivate);
  if ('not' in condition) return isPrivate(condition.not);
  if ('attribute' in condition) return isPrivateTest(condition);
  return true;
}

/** A test without operands ("exists", "before now") names nobody. */
function isPrivateTest({ attribute, operator, values }: Test): boolean {
  if (operator === 'matches') return true;
  return values !== undefined && !PUBLIC_ATTRIBUTES.has(attribute);
}
