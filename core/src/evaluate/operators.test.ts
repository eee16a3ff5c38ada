import fc from 'fast-check';
import { compare, satisfies, valid } from 'semver';
import { expect, test } from 'vitest';
import { inNetwork, isInstant } from '../../test/reference.ts';
import { OPERATORS, type OperatorName } from './operators.ts';

function holds(name: OperatorName, attribute: unknown, value: string): boolean {
  const operand = OPERATORS[name].parse([value], false, {});
  expect(operand).toBeDefined();
  return OPERATORS[name].holds(attribute, operand, () => 0);
}

const SPECIFIED =
  '1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 2.0.0 2.1.0 2.1.1'.split(' ');

test('versions come in the order of the examples in SemVer 2.0.0', () => {
  for (const [index, version] of SPECIFIED.entries()) {
    for (const [other, bound] of SPECIFIED.entries()) {
      expect([holds('semverLt', version, bound), holds('semverEq', version, bound), holds('semverGt', version, bound)]).toEqual([
        index < other,
        index === other,
        index > other,
      ]);
    }
  }
});

const number = fc.oneof(fc.nat({ max: 3 }), fc.nat(), fc.constantFrom(10, 9_007_199_254_740_990));
const identifier = fc.oneof(number.map(String), fc.constantFrom('alpha', 'beta', 'rc', 'A', 'a', '-', '0a', 'x-y', '00a'));
const identifiers = fc.array(identifier, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const version = fc
  .tuple(number, number, number, fc.option(identifiers), fc.option(identifiers))
  .map(([a, b, c, pre, build]) => `${a}.${b}.${c}${pre === null ? '' : `-${pre}`}${build === null ? '' : `+${build}`}`);

test('generated versions compare as the semver package compares them', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(version, version, (one, bound) => {
      const order = compare(one, bound);
      const ours = (['semverEq', 'semverLt', 'semverLte', 'semverGt', 'semverGte', 'semverCaret', 'semverTilde'] as const).map((name) =>
        holds(name, one, bound),
      );
      const within = (range: string) => order >= 0 && satisfies(one, range, { includePrerelease: true });
      expect(ours).toEqual([order === 0, order < 0, order <= 0, order > 0, order >= 0, within(`^${bound}`), within(`~${bound}`)]);
    }),
    { numRuns: 20_000 },
  );
});

test('what is a version is what the semver package takes for one, but for a leading v, = or space', { timeout: 60_000 }, () => {
  const text = fc
    .array(fc.constantFrom('0', '1', '9', '01', '.', '.', '-', '+', 'a', 'v', ' '), { maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        version,
        version.map((given) => given.replace(/\d/, '')),
      ),
      (given) => {
        const ours = OPERATORS.semverEq.parse([given], false, {}) !== undefined;
        expect(ours).toBe(valid(given) !== null && /^\d/.test(given) && given.trim() === given);
      },
    ),
    { numRuns: 10_000 },
  );
});

const byte = fc.oneof(fc.constantFrom(0, 10, 127, 128, 255), fc.nat({ max: 255 }));
const v4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
const v6 = fc.oneof(
  fc.ipV6(),
  fc
    .tuple(fc.constantFrom('2001:db8', 'fe80:', '2001:db8:'), fc.nat({ max: 0xffff }))
    .map(([start, end]) => `${start}::${end.toString(16)}`.replace(':::', '::')),
);

/** An address within or just outside of a network, by changing one bit of it. */
const near = fc.tuple(v4, fc.nat({ max: 32 }), fc.nat({ max: 31 })).map(([address, bits, flipped]) => {
  const word = address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0) ^ (1 << flipped);
  return [[24, 16, 8, 0].map((shift) => (word >>> shift) & 255).join('.'), `${address}/${bits}`] as const;
});

test('addresses lie in the networks where Node’s own block list finds them', { timeout: 60_000 }, () => {
  const far = fc.tuple(
    fc.oneof(v4, v6),
    fc
      .oneof(
        v4.map((one) => [one, 32] as const),
        v6.map((one) => [one, 128] as const),
      )
      .chain(([one, width]) => fc.nat({ max: width }).map((bits) => `${one}/${bits}`)),
  );
  const isMapped = (text: string) => /^[0:]*:ffff:/i.test(text);
  fc.assert(
    fc.property(fc.oneof(near, far), ([address, network]) => {
      fc.pre(!isMapped(address) && !isMapped(network));
      expect(holds('cidr', address, network)).toBe(inNetwork(address, network));
    }),
    { numRuns: 10_000 },
  );
});

test('what is an address is what Node takes for one, but for zones', { timeout: 60_000 }, () => {
  const text = fc
    .array(fc.constantFrom('0', '1', '25', '255', '256', '.', '.', ':', ':', '::', 'f', 'ffff', 'g', '1.2.3.4', '%e'), { maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(text, v4, v6), (given) => {
      const isAddress = inNetwork(given, '0.0.0.0/0') || inNetwork(given, '::/0');
      expect(OPERATORS.cidr.parse([given], false, {}) !== undefined).toBe(isAddress && !given.includes('%'));
    }),
    { numRuns: 10_000 },
  );
});

const two = (max: number) => fc.nat({ max }).map((value) => String(value).padStart(2, '0'));
const offset = fc.oneof(
  fc.constantFrom('Z', '+00:00', '-00:00', ''),
  fc.tuple(fc.constantFrom('+', '-'), two(25), two(61)).map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
);
const instant = fc
  .tuple(fc.nat({ max: 9999 }), two(13), two(32), two(25), two(60), two(59), fc.constantFrom('', '.5', '.123', '.123456'), offset)
  .map(
    ([year, month, day, hours, minutes, seconds, fraction, zone]) =>
      `${String(year).padStart(4, '0')}-${month}-${day}T${hours}:${minutes}:${seconds}${fraction}${zone}`,
  );

test('instants are those that zod’s RFC 3339 takes, at the millisecond that Date gives them', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(instant, (given) => {
      const operand = OPERATORS.before.parse([given], false, {}) as readonly number[] | undefined;
      expect(operand).toEqual(isInstant(given) ? [Math.floor(Date.parse(given))] : undefined);
    }),
    { numRuns: 20_000 },
  );
});
