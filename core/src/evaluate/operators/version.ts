import { family, type Operator, parseEach } from '../operator.ts';

/** A version of SemVer 2.0.0, without its build metadata, which has no precedence. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Empty for a release. */
  readonly prerelease: string;
}

const NUMERIC = '(0|[1-9]\\d{0,15})';
const IDENTIFIER = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][\\dA-Za-z-]*)';
const SEMVER = new RegExp(
  `^${NUMERIC}\\.${NUMERIC}\\.${NUMERIC}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*)?$`,
);

/** Reads a version as semver.org writes it: three numbers of at most 2^53 - 1, no leading `v`. */
export function parseVersion(text: unknown): Version | undefined {
  const parts = typeof text === 'string' && text.length <= 256 ? SEMVER.exec(text) : null;
  if (parts === null) return undefined;
  const version = { major: Number(parts[1]), minor: Number(parts[2]), patch: Number(parts[3]), prerelease: parts[4] ?? '' };
  return Math.max(version.major, version.minor, version.patch) <= Number.MAX_SAFE_INTEGER ? version : undefined;
}

/** Precedence of SemVer 2.0.0, section 11: negative, zero or positive. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; index < left.length && index < right.length; index++) {
    const order = compareIdentifiers(left[index] as string, right[index] as string);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Numbers have no leading zeros, so the longer one is the greater. */
function compareIdentifiers(a: string, b: string): number {
  const numeric = isNumeric(a);
  if (numeric !== isNumeric(b)) return numeric ? -1 : 1;
  if (numeric && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

function isNumeric(identifier: string): boolean {
  return /^\d+$/.test(identifier);
}

function version(compare: (version: Version, bound: Version) => boolean): Operator<readonly Version[]> {
  return {
    operand: 'version',
    values: 'required',
    parse: (values) => parseEach(values, parseVersion),
    holds(value, bounds) {
      const parsed = parseVersion(value);
      return parsed !== undefined && bounds.some((bound) => compare(parsed, bound));
    },
  };
}

/** At or above the bound, up to the next change of its leftmost number that is not zero. */
function isCompatible(version: Version, bound: Version): boolean {
  if (version.major !== bound.major || compareVersions(version, bound) < 0) return false;
  if (bound.major > 0) return true;
  return version.minor === bound.minor && (bound.minor > 0 || version.patch === bound.patch);
}

export const VERSION = family({
  semverEq: version((a, b) => compareVersions(a, b) === 0),
  semverLt: version((a, b) => compareVersions(a, b) < 0),
  semverLte: version((a, b) => compareVersions(a, b) <= 0),
  semverGt: version((a, b) => compareVersions(a, b) > 0),
  semverGte: version((a, b) => compareVersions(a, b) >= 0),
  semverCaret: version(isCompatible),
  semverTilde: version((a, b) => a.major === b.major && a.minor === b.minor && compareVersions(a, b) >= 0),
});
