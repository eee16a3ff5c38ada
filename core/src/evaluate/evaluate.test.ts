import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as arbitrary from '../../test/arbitraries.ts';
import { type Answer, answer, isSame } from '../../test/reference.ts';
import type { EvaluationContext } from './details.ts';
import type { Flag, Segment } from './flag.ts';
import { bucketOf, compileFlag, compileSegment, evaluate, type Outcome, type Ruleset } from './index.ts';

const now = () => arbitrary.NOW;

function compile(flags: readonly Flag[], segments: readonly Segment[]): Ruleset {
  return {
    flags: new Map(flags.map((flag) => [flag.key, compileFlag(flag, {})])),
    segments: new Map(segments.map((segment) => [segment.key, compileSegment(segment, {})])),
  };
}

const described = (outcome: Outcome | undefined, context: object): Answer | undefined => {
  if (outcome === undefined) return undefined;
  const { variant, value, reason, ruleId, split, missing, prerequisite } = outcome;
  const bucket = split && bucketOf(split, context);
  const facts = { ruleId, bucket, missing, prerequisite };
  return { variant, value, reason, ...Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) };
};

const answers = (ruleset: Ruleset, contexts: readonly EvaluationContext[]) =>
  contexts.flatMap((context) => [...ruleset.flags.keys()].map((key) => described(evaluate(ruleset, key, context, now), context)));

const contexts = fc.array(arbitrary.context, { minLength: 4, maxLength: 4 }) as fc.Arbitrary<EvaluationContext[]>;

test('the compiled evaluator answers as a plain interpreter does', { timeout: 60_000 }, () => {
  const reasons = new Map<string, number>();
  fc.assert(
    fc.property(arbitrary.flags, arbitrary.segments, contexts, (flags, segments, given) => {
      const ruleset = compile(flags, segments);
      const facts = {
        flags: new Map(flags.map((flag) => [flag.key, flag])),
        segments: new Map(segments.map((segment) => [segment.key, segment])),
        now: arbitrary.NOW,
      };
      for (const context of given) {
        for (const flag of flags) {
          const expected = answer(flag, context, facts);
          reasons.set(expected.reason, (reasons.get(expected.reason) ?? 0) + 1);
          const found = described(evaluate(ruleset, flag.key, context, now), context);
          if (!isSame(found, expected)) expect(found).toEqual(expected);
        }
      }
    }),
    { numRuns: 5000 },
  );
  for (const reason of ['DISABLED', 'TARGETING_MATCH', 'SPLIT', 'STATIC', 'DEFAULT']) expect(reasons.get(reason)).toBeGreaterThan(1000);
});

test('a ruleset patched after use answers as one compiled afresh', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      arbitrary.flags,
      arbitrary.segments,
      fc.subarray(arbitrary.FLAG_KEYS),
      fc.tuple(arbitrary.flags, arbitrary.segments),
      fc.boolean(),
      contexts,
      (flags, segments, touched, [laterFlags, laterSegments], dropsOne, given) => {
        const before = compile(flags, segments);
        answers(before, given);
        const nextFlags = flags.map((flag, index) => (touched.includes(flag.key) ? (laterFlags[index] as Flag) : flag));
        const nextSegments = [segments[0], laterSegments[1]].slice(dropsOne ? 1 : 0) as Segment[];
        const afresh = compile(nextFlags, nextSegments);
        const patched = {
          flags: new Map([...afresh.flags].map(([key, flag]) => [key, touched.includes(key) ? flag : (before.flags.get(key) ?? flag)])),
          segments: new Map(
            [...afresh.segments].map(([key, segment]) => [key, key === 's' ? (before.segments.get(key) ?? segment) : segment]),
          ),
        };
        expect(answers(patched, given)).toEqual(answers(afresh, given));
        expect(answers(before, given)).toEqual(answers(compile(flags, segments), given));
      },
    ),
    { numRuns: 1000 },
  );
});

test('an outcome is the same object every time, and its count is the caller’s', () => {
  const flag = {
    key: 'f',
    version: 1,
    type: 'boolean',
    variants: { on: true },
    enabled: true,
    offVariant: 'on',
    fallthrough: { variant: 'on' },
  } as const;
  const ruleset = compile([flag], []);
  const outcome = evaluate(ruleset, 'f', {}, now);
  expect(outcome?.count).toBe(0);
  expect(evaluate(ruleset, 'f', { targetingKey: 'x' }, now)).toBe(outcome);
});

test('flags that all require one another are decided without delay', () => {
  const keys = Array.from({ length: 60 }, (_, index) => `flag-${index}`);
  const prerequisites = keys.map((flag) => ({ flag, variants: ['on', 'off'] }));
  const body = { version: 1, type: 'boolean', variants: { on: true, off: false }, enabled: true, offVariant: 'off' } as const;
  const ruleset = compile(
    keys.map((key) => ({ ...body, key, prerequisites, fallthrough: { variant: 'on' } })),
    [],
  );
  const started = performance.now();
  for (const key of keys) expect(evaluate(ruleset, key, {}, now)?.reason).toBe('DISABLED');
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a chain of prerequisites longer than any that can be saved is not met', () => {
  const body = { version: 1, type: 'boolean', variants: { on: true, off: false }, enabled: true, offVariant: 'off' } as const;
  const flags = Array.from({ length: 10_000 }, (_, index) => ({
    ...body,
    key: `flag-${index}`,
    fallthrough: { variant: 'on' },
    prerequisites: [{ flag: `flag-${index + 1}`, variants: ['on'] }],
  }));
  expect(evaluate(compile(flags, []), 'flag-0', {}, now)).toMatchObject({ reason: 'DISABLED', prerequisite: 'flag-1' });
});
