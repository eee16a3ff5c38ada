import { family, type Operator, parseEach } from '../operator.ts';

/** A version of SemVer 2.0.0, without its build metadata, which has no precedence. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Empty for a release. */
  readonly prerelease: string;
}

// The version last read: one for all, so that reading allocates nothing.
let major = 0;
let minor = 0;
let patch = 0;
let prereleaseStart = 0;
let prereleaseEnd = 0;

const DOT = 46;
const HYPHEN = 45;
const PLUS = 43;
const ZERO = 48;

/** Reads a version as semver.org writes it, without a leading `v`, of at most 256 characters; false for anything else. */
function readVersion(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > 256) return false;
  let start = 0;
  let end = 0;
  for (let place = 0; place < 3; place++) {
    let value = 0;
    let unit = 0;
    for (end = start; end < text.length; end++) {
      unit = text.charCodeAt(end);
      if (!isDigit(unit)) break;
      value = value * 10 + (unit - ZERO);
    }
    const padded = end > start + 1 && text.charCodeAt(start) === ZERO;
    if (end === start || padded || value > Number.MAX_SAFE_INTEGER || (place < 2 && (unit !== DOT || end === text.length))) return false;
    if (place === 0) major = value;
    else if (place === 1) minor = value;
    else patch = value;
    start = end + 1;
  }
  prereleaseStart = start;
  prereleaseEnd = end;
  return end === text.length || hasSoundEnd(text, end);
}

/** Whether what follows the three numbers, from `sign` on, is a pre-release, build metadata or both. */
function hasSoundEnd(text: string, sign: number): boolean {
  prereleaseEnd = text.charCodeAt(sign) === HYPHEN ? endOfIdentifiers(text, sign, true) : sign;
  if (prereleaseEnd < 0) return false;
  const end = text.charCodeAt(prereleaseEnd) === PLUS ? endOfIdentifiers(text, prereleaseEnd, false) : prereleaseEnd;
  return end === text.length;
}

/** Where identifiers between dots end, after the sign at `sign`; -1 for an empty one, or if `strict` for a number with leading zeros. */
function endOfIdentifiers(text: string, sign: number, strict: boolean): number {
  let end = sign;
  do {
    const start = ++end;
    let numeric = true;
    for (let unit = text.charCodeAt(end); isDigit(unit) || isLetter(unit); unit = text.charCodeAt(++end)) numeric &&= isDigit(unit);
    if (end === start || (strict && numeric && end > start + 1 && text.charCodeAt(start) === ZERO)) return -1;
  } while (text.charCodeAt(end) === DOT);
  return end;
}

const isDigit = (unit: number): boolean => unit >= ZERO && unit <= 57;
const isLetter = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === HYPHEN;

/** Reads a version of SemVer 2.0.0, three numbers of at most 2^53 - 1 without a leading `v`; `undefined` for anything else. */
export function parseVersion(text: unknown): Version | undefined {
  return readVersion(text) ? { major, minor, patch, prerelease: text.slice(prereleaseStart, prereleaseEnd) } : undefined;
}

/** Precedence of SemVer 2.0.0, section 11: negative, zero or positive. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePrereleases(a.prerelease, b.prerelease);
}

/** The same, of the version just read from `text`. */
function compareRead(text: string, bound: Version): number {
  const order = major - bound.major || minor - bound.minor || patch - bound.patch;
  if (order !== 0 || (prereleaseEnd < prereleaseStart && bound.prerelease === '')) return order;
  return comparePrereleases(text.slice(prereleaseStart, prereleaseEnd), bound.prerelease);
}

function comparePrereleases(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
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

function version(accepts: (order: number, bound: Version) => boolean): Operator<readonly Version[]> {
  return {
    operand: 'version',
    values: 'required',
    parse: (values) => parseEach(values, parseVersion),
    holds(value, bounds) {
      if (!readVersion(value)) return false;
      for (let index = 0; index < bounds.length; index++) {
        const bound = bounds[index] as Version;
        if (accepts(compareRead(value, bound), bound)) return true;
      }
      return false;
    },
  };
}

/** At or above the bound, with no change of the bound's leftmost number that is not zero. */
function isCompatible(order: number, bound: Version): boolean {
  if (order < 0 || major !== bound.major) return false;
  return bound.major > 0 || (minor === bound.minor && (bound.minor > 0 || patch === bound.patch));
}

export const VERSION = family({
  semverEq: version((order) => order === 0),
  semverLt: version((order) => order < 0),
  semverLte: version((order) => order <= 0),
  semverGt: version((order) => order > 0),
  semverGte: version((order) => order >= 0),
  semverCaret: version(isCompatible),
  semverTilde: version((order, bound) => order >= 0 && major === bound.major && minor === bound.minor),
});
