import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import evaluateVectors from '../vectors/evaluate.json' with { type: 'json' };
import murmurVectors from '../vectors/murmur3.json' with { type: 'json' };
import operatorVectors from '../vectors/operators.json' with { type: 'json' };
import splitVectors from '../vectors/split.json' with { type: 'json' };
import type {
  BucketRange,
  Condition,
  Engines,
  EvaluationContext,
  Flag,
  JsonPrimitive,
  JsonValue,
  Movement,
  Outcome,
  Segment,
  Split,
} from './evaluate/index.ts';
import {
  bucketOf,
  compileFlag,
  compileSegment,
  evaluate,
  moved,
  murmur3,
  murmur3Pair,
  murmur3State,
  OPERATORS,
  redistribute,
} from './evaluate/index.ts';

const engines: Engines = {
  regex: (pattern, ignoreCase) => RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0),
};

describe('murmur3', () => {
  test.each(murmurVectors.texts)('hashes $text with seed $seed to $hash', ({ text, seed, hash }) => {
    expect(murmur3(text, seed)).toBe(hash);
  });

  test.each(murmurVectors.loneSurrogates)('hashes a lone surrogate as U+FFFD, $asText', ({ utf16, asText, hash }) => {
    expect(murmur3(String.fromCharCode(...utf16))).toBe(hash);
    expect(murmur3(asText)).toBe(hash);
  });

  test.each(murmurVectors.pairs)('places $id by salt $salt in bucket $bucket', (pair) => {
    expect([murmur3(pair.salt), murmur3(pair.id)]).toEqual([pair.saltHash, pair.idHash]);
    expect(murmur3Pair(murmur3State(pair.saltHash), pair.idHash)).toBe(pair.hash);
    expect(Math.floor((pair.hash * 100_000) / 2 ** 32)).toBe(pair.bucket);
  });
});

interface OperatorCase {
  readonly attribute: JsonValue;
  readonly values?: readonly JsonPrimitive[];
  readonly ignoreCase?: boolean;
  readonly holds: boolean;
}
const operatorCases = operatorVectors.operators as unknown as Readonly<Record<string, readonly OperatorCase[]>>;
const now = () => Date.parse(operatorVectors.now);

/** What rules with this condition and with its negation say: each true, false, or null for a rule that never matches. */
function truthsOf(condition: Condition, context: EvaluationContext): readonly [boolean, boolean] {
  const flag: Flag = {
    key: 'f',
    version: 1,
    type: 'boolean',
    variants: { on: true, off: false },
    enabled: true,
    offVariant: 'off',
    rules: [{ id: 'r', when: condition, serve: { variant: 'on' } }],
    fallthrough: { variant: 'off' },
  };
  const ask = (body: Flag) =>
    evaluate({ flags: new Map([['f', compileFlag(body, engines)]]), segments: new Map() }, 'f', context, now)?.value === true;
  const negated = { ...flag, rules: [{ id: 'r', when: { not: condition }, serve: { variant: 'on' } as const }] };
  return [ask(flag), ask(negated)];
}

describe('operators', () => {
  test('every operator has vectors', () => {
    expect(Object.keys(operatorCases).sort()).toEqual(Object.keys(OPERATORS).sort());
  });

  for (const [operator, cases] of Object.entries(operatorCases)) {
    test.each(cases)(`$attribute ${operator} $values is $holds`, ({ attribute, values, ignoreCase, holds }) => {
      const condition = { attribute: 'a', operator, ...(values && { values }), ...(ignoreCase && { ignoreCase }) };
      expect(truthsOf(condition, { a: attribute } as EvaluationContext)).toEqual([holds, !holds]);
    });

    test(`${operator} is false for an attribute that is absent`, () => {
      const values = cases.find((given) => given.values !== undefined && given.values.length > 0)?.values;
      expect(truthsOf({ attribute: 'absent', operator, ...(values && { values }) }, { a: 'x' })).toEqual([false, true]);
    });
  }

  test.each(operatorVectors.neverMatch)('a test with $name never matches, negated or not', ({ test: condition }) => {
    for (const a of ['x', 1, '2026-04-01T00:00:00Z', '1.2.3', '10.0.0.1', true]) {
      expect(truthsOf(condition as unknown as Condition, { a })).toEqual([false, false]);
    }
  });

  test('a pattern never matches where there is no engine for it, negated or not', () => {
    const { regex, ...none } = engines;
    expect(regex).toBeDefined();
    const condition = { attribute: 'a', operator: 'matches', values: ['x'] };
    for (const when of [condition, { not: condition }]) {
      const flag = { key: 'f', variants: { on: 1, off: 0 }, enabled: true, offVariant: 'off', fallthrough: { variant: 'off' } };
      const body = { ...flag, rules: [{ id: 'r', when, serve: { variant: 'on' } }] } as unknown as Flag;
      const ruleset = { flags: new Map([['f', compileFlag(body, none)]]), segments: new Map() };
      expect(evaluate(ruleset, 'f', { a: 'x' }, now)?.variant).toBe('off');
    }
  });
});

describe('splits', () => {
  const splitFlag = (split: unknown): Flag => {
    const variants = { on: 1, off: 2, a: 3, b: 4, c: 5, new: 6, missing: 7 };
    const flag = { key: 'f', version: 1, type: 'number', variants, enabled: true, offVariant: 'missing', fallthrough: { split } };
    return flag as unknown as Flag;
  };
  const place = (split: unknown, context: unknown): Outcome | undefined =>
    evaluate({ flags: new Map([['f', compileFlag(splitFlag(split), {})]]), segments: new Map() }, 'f', context as EvaluationContext, now);

  for (const { name, split, contexts } of splitVectors.splits) {
    test(name, () => {
      for (const { context, bucket, variant } of contexts) {
        const outcome = place(split, context);
        expect(outcome?.variant).toBe(variant ?? 'missing');
        expect(outcome?.split === undefined ? null : bucketOf(outcome.split, context)).toBe(bucket);
      }
    });
  }

  test.each(splitVectors.neverMatch)('a split with $name never matches', ({ split }) => {
    const outcome = place(split as unknown as Split, { targetingKey: 'user-1' });
    expect([outcome?.variant, outcome?.reason]).toEqual(['missing', 'DEFAULT']);
  });

  test.each(splitVectors.redistribute)('$name', (given) => {
    const previous = given.previous as readonly BucketRange[] | null;
    const ranges = redistribute(previous, given.weights as unknown as Record<string, number>);
    expect(ranges).toEqual(given.ranges);
    expect(previous === null ? [] : moved(previous, ranges)).toEqual(given.moved as Movement[]);
  });
});

interface Expected {
  readonly value: JsonValue;
  readonly bucket?: number;
  readonly ramp?: string;
}
interface EvaluationCase {
  readonly name: string;
  readonly now: string;
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
  readonly evaluations: readonly { readonly flag: string; readonly context: EvaluationContext; readonly expect: Expected | null }[];
}

/** An outcome with the names of the vectors, without what is absent. */
function described(outcome: Outcome, context: EvaluationContext): unknown {
  const { value = null, variant = null, reason, ruleId, split, ramp, arm, missing, prerequisite, killedAt } = outcome;
  const bucket = split && bucketOf(split, context);
  return { value, variant, reason, ruleId, bucket, ramp: ramp?.id, arm, missing, prerequisite, killedAt };
}

describe('evaluation', () => {
  for (const given of evaluateVectors.cases as unknown as readonly EvaluationCase[]) {
    test(given.name, () => {
      const ruleset = {
        flags: new Map(given.flags.map((flag) => [flag.key, compileFlag(flag, engines)])),
        segments: new Map(given.segments.map((segment) => [segment.key, compileSegment(segment, engines)])),
      };
      for (const { flag, context, expect: expected } of given.evaluations) {
        const outcome = evaluate(ruleset, flag, context, () => Date.parse(given.now));
        expect(outcome === undefined ? null : described(outcome, context)).toEqual(expected);
      }
    });
  }
});
