import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as arbitrary from '../../test/arbitraries.ts';
import type { EvaluationContext } from './details.ts';
import type { Flag, Segment } from './flag.ts';
import { bucketOf, compileFlag, compileSegment, evaluate } from './index.ts';
import { OPERATORS } from './operators.ts';

const WORDS =
  `key version type variants enabled killedAt offVariant prerequisites rules fallthrough whenStale id when serve variant split scheme by salt
  ranges start end ramp control candidate all any not segment attribute operator values ignoreCase included excluded flag targetingKey __proto__
  constructor prototype toString hasOwnProperty length`.split(/\s+/);
const word = fc.constantFrom(...WORDS, ...Object.keys(OPERATORS), 'sluice1', 'on', 'off', 'a', '');

/** Any JSON, with the words of rulesets where they fit and where they do not. */
const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc.oneof(
      fc.constantFrom(null, true, false, 0, -0, 1, 100_000, 2 ** 53, -1.5, 1.7e308),
      fc.integer(),
      fc.string({ unit: 'binary' }),
      word,
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(word, fc.string()), tie('value'), { maxKeys: 6, noNullPrototype: true }),
  ),
})).value;

/** JSON.parse makes `__proto__` an own property, as a message from the network would. */
const parsed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function evaluateAll(flags: readonly unknown[], segments: readonly unknown[], context: unknown): void {
  const ruleset = {
    flags: new Map(flags.map((flag, index) => [['f', 'g', 'h', 'i'][index] as string, compileFlag(flag as Flag, {})])),
    segments: new Map(segments.map((segment, index) => [['s', 't'][index] as string, compileSegment(segment as Segment, {})])),
  };
  for (const key of ['f', 'g', 'h', 'i', 'gone']) {
    const outcome = evaluate(ruleset, key, context as EvaluationContext, () => 0);
    if (outcome?.split !== undefined) bucketOf(outcome.split, context as object);
  }
}

test('no flag, segment or context of any JSON shape makes evaluation throw', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(json, { maxLength: 4 }), fc.array(json, { maxLength: 2 }), json, (flags, segments, context) => {
      evaluateAll(parsed(flags) as unknown[], parsed(segments) as unknown[], parsed(context));
    }),
    { numRuns: 5000 },
  );
});

/** Puts `graft` somewhere inside of `tree`. */
function grafted(tree: unknown, path: readonly number[], graft: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof tree !== 'object' || tree === null) return graft;
  const keys = Object.keys(tree);
  const key = keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return graft;
  const inner = grafted((tree as Record<string, unknown>)[key], rest, graft);
  return Array.isArray(tree) ? tree.with(Number(key), inner) : { ...tree, [key]: inner };
}

test('no well-formed flag with anything at all grafted into it makes evaluation throw', { timeout: 60_000 }, () => {
  const path = fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(
      arbitrary.flags,
      arbitrary.segments,
      arbitrary.context,
      path,
      fc.nat({ max: 3 }),
      json,
      (flags, segments, context, where, which, graft) => {
        evaluateAll(flags.with(which, grafted(flags[which], where, graft) as Flag), segments, context);
        evaluateAll(flags, segments.with(which % 2, grafted(segments[which % 2], where, graft) as Segment), context);
        evaluateAll(flags, segments, grafted(context, where, graft));
      },
    ),
    { numRuns: 3000 },
  );
});

const nested = (open: string, close: string, depth: number): unknown => JSON.parse(`${open.repeat(depth)}null${close.repeat(depth)}`);

test('conditions, lists and contexts nested 5,000 deep neither throw nor match', () => {
  const depth = 5000;
  for (const when of [
    nested('{"not":', '}', depth),
    nested('{"all":[', ']}', depth),
    nested('{"any":[{"all":[]},', ']}', depth),
    nested('[', ']', depth),
  ]) {
    const flag = {
      variants: { on: true, off: false },
      enabled: true,
      offVariant: 'off',
      rules: [{ id: 'r', when, serve: { variant: 'on' } }],
      fallthrough: { variant: 'off' },
    };
    const ruleset = { flags: new Map([['f', compileFlag(flag as unknown as Flag, {})]]), segments: new Map() };
    expect(evaluate(ruleset, 'f', {}, () => 0)?.reason).toBe('DEFAULT');
    evaluateAll([when], [when], when);
  }
});
