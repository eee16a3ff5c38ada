/**
 * A plain interpreter of rulesets, written for tests from the words of the documentation and from
 * other people's packages, sharing nothing with the evaluator: slow, and easy to believe.
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import murmurhash from 'murmurhash';
import { compare, satisfies, valid } from 'semver';
import { z } from 'zod';
import type { Flag, JsonValue, Segment } from '../src/evaluate/flag.ts';

export interface Facts {
  readonly flags: ReadonlyMap<string, Flag>;
  readonly segments: ReadonlyMap<string, Segment>;
  readonly now: number;
}
export interface Answer {
  readonly variant: string | undefined;
  readonly value: JsonValue | undefined;
  readonly reason: string;
  readonly ruleId?: string;
  readonly bucket?: number;
  readonly missing?: string;
  readonly prerequisite?: string;
}
/** Far quicker than an assertion, for the many that agree. */
export const isSame = (found: Answer | undefined, expected: Answer): boolean => isDeepStrictEqual(found, expected);

type Context = Readonly<Record<string, unknown>>;
type Shape = Readonly<Record<string, unknown>>;

const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value);

export function answer(flag: Flag, context: Context, facts: Facts, decided = new Map<string, Answer | null>()): Answer {
  decided.set(flag.key, null);
  const found = decide(flag, context, facts, decided);
  decided.set(flag.key, found);
  return found;
}

function decide(flag: Flag, context: Context, facts: Facts, decided: Map<string, Answer | null>): Answer {
  const serve = (variant: string, rest: Omit<Answer, 'variant' | 'value'>): Answer => ({ variant, value: flag.variants[variant], ...rest });
  if (flag.killedAt !== undefined || !flag.enabled) return serve(flag.offVariant, { reason: 'DISABLED' });
  for (const { flag: key, variants } of flag.prerequisites ?? []) {
    const other = facts.flags.get(key);
    const found = other === undefined ? null : decided.has(key) ? decided.get(key) : answer(other, context, facts, decided);
    if (!found || !variants.includes(found.variant as string)) return serve(flag.offVariant, { reason: 'DISABLED', prerequisite: key });
  }
  for (const rule of flag.rules ?? []) {
    if (!isUnderstood(rule.when, facts, []) || !isTrue(rule.when, context, facts)) continue;
    if ('variant' in rule.serve) return serve(rule.serve.variant, { reason: 'TARGETING_MATCH', ruleId: rule.id });
    const place = rule.serve.split.scheme === 'sluice1' ? placeIn(rule.serve.split, context) : undefined;
    if (place) return serve(place.variant, { reason: 'SPLIT', ruleId: rule.id, bucket: place.bucket });
  }
  if ('variant' in flag.fallthrough) return serve(flag.fallthrough.variant, { reason: flag.rules?.length ? 'DEFAULT' : 'STATIC' });
  const { split } = flag.fallthrough;
  if (split.scheme !== 'sluice1') return serve(flag.offVariant, { reason: 'DEFAULT' });
  const place = placeIn(split, context);
  if (place) return serve(place.variant, { reason: 'SPLIT', bucket: place.bucket });
  return serve(flag.offVariant, { reason: 'DEFAULT', missing: split.by?.[0] ?? 'targetingKey' });
}

type Split = Extract<Flag['fallthrough'], { split: unknown }>['split'];

function placeIn({ by = ['targetingKey'], salt, ranges }: Split, context: Context): { variant: string; bucket: number } | undefined {
  const id = by.map((path) => idOf(at(context, path))).find((text) => text !== undefined);
  if (id === undefined) return undefined;
  const words = Buffer.alloc(8);
  words.writeUInt32LE(murmurhash.v3(Buffer.from(salt), 0), 0);
  words.writeUInt32LE(murmurhash.v3(Buffer.from(id), 0), 4);
  const bucket = Number((BigInt(murmurhash.v3(words, 0)) * 100_000n) >> 32n);
  const range = ranges.find(({ start, end }) => start <= bucket && bucket < end);
  return range && { variant: range.variant, bucket };
}

function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= 2 ** 53 - 1 ? BigInt(value).toString() : undefined;
  return typeof value === 'string' && value.length > 0 ? value : undefined;
}

function at(context: Context, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => {
    return value !== null && typeof value === 'object' && Object.hasOwn(value, step) ? (value as Shape)[step] : undefined;
  }, context);
}

const OPERATORS = new Set(
  `in exists anyOf allOf contains startsWith endsWith lt lte gt gte modulo before after semverEq semverLt semverLte semverGt semverGte
   semverCaret semverTilde cidr region`.split(/\s+/),
);

/** Nothing unknown at any depth. Tests generate operands that fit, or an operator that nobody knows. */
function isUnderstood(condition: unknown, facts: Facts, within: readonly string[]): boolean {
  if (!isShape(condition)) return false;
  if ('attribute' in condition) return OPERATORS.has(condition.operator as string);
  if (Object.keys(condition).length !== 1) return false;
  const parts = condition.all ?? condition.any;
  if (Array.isArray(parts)) return parts.every((part) => isUnderstood(part, facts, within));
  if ('not' in condition) return isUnderstood(condition.not, facts, within);
  const key = condition.segment as string;
  const segment = facts.segments.get(key);
  if (segment === undefined || within.includes(key)) return false;
  return segment.when === undefined || isUnderstood(segment.when, facts, [...within, key]);
}

function isTrue(condition: unknown, context: Context, facts: Facts): boolean {
  const shape = condition as Shape;
  if (Array.isArray(shape.all)) return !shape.all.some((part) => !isTrue(part, context, facts));
  if (Array.isArray(shape.any)) return shape.any.some((part) => isTrue(part, context, facts));
  if ('not' in shape) return !isTrue(shape.not, context, facts);
  if ('segment' in shape) return isIn(facts.segments.get(shape.segment as string) as Segment, context, facts);
  return passes(shape, at(context, shape.attribute as string), facts.now);
}

function isIn(segment: Segment, context: Context, facts: Facts): boolean {
  const id = idOf(at(context, 'targetingKey'));
  if (id !== undefined && segment.included?.includes(id)) return true;
  if (id !== undefined && segment.excluded?.includes(id)) return false;
  return segment.when !== undefined && isTrue(segment.when, context, facts);
}

function passes(test: Shape, attribute: unknown, now: number): boolean {
  const values = test.values as readonly unknown[] | undefined;
  if (attribute === undefined || attribute === null) return false;
  if (test.operator === 'exists') return true;
  const same = (a: unknown, b: unknown) => (test.ignoreCase ? lower(a) === lower(b) : a === b);
  const list = Array.isArray(attribute) ? attribute : [attribute];
  if (values?.length === 0) return false;
  if (test.operator === 'anyOf') return Array.isArray(attribute) && list.some((one) => values?.some((value) => same(one, value)));
  if (test.operator === 'allOf') return Array.isArray(attribute) && values?.every((value) => list.some((one) => same(one, value))) === true;
  if (test.operator === 'modulo') return list.some((one) => typeof one === 'number' && leaves(one, values as [number, number]));
  return list.some((one) =>
    (values ?? [now]).some((value) => compares(test.operator as string, one, value, same, test.ignoreCase === true)),
  );
}

const lower = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

function leaves(value: number, [divisor, remainder]: readonly [number, number]): boolean {
  return value - divisor * Math.floor(value / divisor) === remainder;
}

function compares(operator: string, one: unknown, value: unknown, same: (a: unknown, b: unknown) => boolean, fold: boolean): boolean {
  if (operator === 'in') return same(one, value);
  if (operator === 'before' || operator === 'after') return comparesInstants(operator, one, value);
  if (typeof one === 'number' && typeof value === 'number') return comparesNumbers(operator, one, value);
  if (typeof one !== 'string' || typeof value !== 'string') return false;
  const [text, part] = fold ? [one.toLowerCase(), value.toLowerCase()] : [one, value];
  if (operator === 'contains') return text.split(part).length > 1 || part === '';
  if (operator === 'startsWith') return text.slice(0, part.length) === part;
  if (operator === 'endsWith') return part === '' || text.slice(-part.length) === part;
  if (operator === 'region') return one.toUpperCase() === value.toUpperCase() || one.toUpperCase().startsWith(`${value.toUpperCase()}-`);
  return operator === 'cidr' ? inNetwork(one, value) : comparesVersions(operator, one, value);
}

function comparesNumbers(operator: string, one: number, bound: number): boolean {
  const order = Math.sign(one - bound);
  return { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[operator] ?? false;
}

const instant = z.iso.datetime({ offset: true });
export const isInstant = (value: unknown): boolean => instant.safeParse(value).success;

function comparesInstants(operator: string, one: unknown, bound: unknown): boolean {
  const [at, limit] = [one, bound].map((value) => (isInstant(value) ? Date.parse(value as string) : Number(value)));
  if (typeof one !== 'number' && !isInstant(one)) return false;
  return operator === 'before' ? (at as number) < (limit as number) : (at as number) > (limit as number);
}

function comparesVersions(operator: string, one: string, bound: string): boolean {
  if (valid(one) === null) return false;
  const order = compare(one, bound);
  const table: Readonly<Record<string, boolean>> = {
    semverEq: order === 0,
    semverLt: order < 0,
    semverLte: order <= 0,
    semverGt: order > 0,
    semverGte: order >= 0,
    semverCaret: satisfies(one, `^${bound}`, { includePrerelease: true }),
    semverTilde: satisfies(one, `~${bound}`, { includePrerelease: true }),
  };
  return table[operator] ?? false;
}

export function inNetwork(address: string, network: string): boolean {
  const [start = '', length] = network.split('/');
  const family = isIPv4(start) ? 'ipv4' : 'ipv6';
  const kind = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
  if (kind === undefined || kind !== family) return false;
  const list = new BlockList();
  list.addSubnet(start, length === undefined ? (family === 'ipv4' ? 32 : 128) : Number(length), family);
  return list.check(address, kind);
}
