import { isDeepStrictEqual } from 'node:util';
import { BUCKETS, type BucketRange, type Condition, moved, redistribute, weightsOf } from '@sluice/core';
import { expandRegions, type FlagConfiguration, type MovedBuckets, type ServeSchema } from '@sluice/core/schema';
import type { z } from 'zod';

type Configuration = z.output<typeof FlagConfiguration>;
type Serve = z.output<typeof ServeSchema>;
type Moved = z.output<typeof MovedBuckets>;

/** What a split hashes by unless it says. */
const USUAL = ['targetingKey'];

/**
 * Fills in what the server derives: the ranges of every split, moving as few buckets from `before` as the weights allow, and
 * the codes of every region. Expects a configuration without faults.
 */
export function settle(wanted: Configuration, before: Configuration | null): Configuration {
  const rulesBefore = new Map(before?.rules.map((rule) => [rule.id, rule.serve]));
  return {
    ...wanted,
    rules: wanted.rules.map((rule) => ({
      ...rule,
      when: settleCondition(rule.when),
      serve: settleServe(rule.serve, rulesBefore.get(rule.id) ?? null),
    })),
    fallthrough: settleServe(wanted.fallthrough, before?.fallthrough ?? null),
  };
}

function settleServe(wanted: Serve, before: Serve | null): Serve {
  if ('variant' in wanted) return wanted;
  const { ranges: _sent, ...split } = wanted.split;
  return { split: { ...split, ranges: redistribute(before === null ? null : rangesOf(before), split.weights) } };
}

/** A lone variant owns every bucket, so that going from it to a split moves no more than the split asks. */
function rangesOf(serve: Serve): readonly BucketRange[] {
  return 'variant' in serve ? [{ variant: serve.variant, start: 0, end: BUCKETS }] : (serve.split.ranges ?? []);
}

function settleCondition(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(settleCondition) };
  if ('any' in condition) return { any: condition.any.map(settleCondition) };
  if ('not' in condition) return { not: settleCondition(condition.not) };
  if ('segment' in condition) return condition;
  const { codes: _sent, ...test } = condition as typeof condition & { readonly codes?: readonly string[] };
  if (test.operator !== 'region') return test;
  const expanded = expandRegions(test.values ?? []);
  return 'codes' in expanded ? ({ ...test, codes: expanded.codes } as Condition) : test;
}

/**
 * How many buckets of each serve change variant; serves that exist on one side only move by rule, not by bucket. A split that
 * hashes by another salt or attribute gives everybody a new bucket, so that the number is an expectation.
 */
export function movements(before: Configuration, after: Configuration): Moved[] {
  const rulesBefore = new Map(before.rules.map((rule) => [rule.id, rule.serve]));
  const places = [
    ...after.rules.map(({ id, serve }) => ({ place: id, from: rulesBefore.get(id), to: serve })),
    { place: 'fallthrough', from: before.fallthrough, to: after.fallthrough },
  ];
  return places.flatMap(({ place, from, to }) =>
    from === undefined
      ? []
      : (hashesAnew(from, to) ? expectedMoves : moved)(rangesOf(from), rangesOf(to)).map((move) => ({ place, ...move })),
  );
}

function hashesAnew(from: Serve, to: Serve): boolean {
  if ('variant' in from || 'variant' in to) return false;
  return from.split.salt !== to.split.salt || !isDeepStrictEqual(from.split.by ?? USUAL, to.split.by ?? USUAL);
}

/** Of the buckets of each variant before, each variant after gets its share: n · m / 100,000. */
function expectedMoves(before: readonly BucketRange[], after: readonly BucketRange[]): Omit<Moved, 'place'>[] {
  const weights = weightsOf(after);
  return [...weightsOf(before)].flatMap(([from, held]) =>
    [...weights].flatMap(([to, wanted]) => {
      const buckets = Math.round((held * wanted) / BUCKETS);
      return from === to || buckets === 0 ? [] : [{ from, to, buckets, expected: true as const }];
    }),
  );
}
