import { type Clock, family, type Operator, parseEach } from '../operator.ts';

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/**
 * Milliseconds since the epoch of an RFC 3339 date and time, of a number that is such already, or of
 * a `Date`; fractions below a millisecond are cut off, a leap second is the next second's first.
 * `undefined` for anything else, February 30 included.
 */
export function toInstant(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return parseInstant(value);
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.getTime() : undefined;
}

function parseInstant(text: string): number | undefined {
  const parts = RFC_3339.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hours, minutes, seconds, fraction = '', offset = 'Z'] = parts;
  const leap = seconds === '60';
  const milliseconds = `${fraction.slice(1)}000`.slice(0, 3);
  const midnight = Date.parse(`${year}-${month}-${day}T00:00:00.000Z`);
  if (Number.isNaN(midnight) || new Date(midnight).getUTCDate() !== Number(day)) return undefined;
  const instant = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${leap ? '59' : seconds}.${milliseconds}${offset.toUpperCase()}`);
  return instant + (leap ? 1000 : 0);
}

/** No operand means now, whenever that is asked. */
type Bounds = readonly number[] | 'now';

function instant(compare: (value: number, bound: number) => boolean): Operator<Bounds> {
  return {
    operand: 'instant',
    values: 'optional',
    parse: (values) => (values.length === 0 ? 'now' : parseEach(values, toInstant)),
    holds(value, bounds, now: Clock) {
      const at = toInstant(value);
      if (at === undefined) return false;
      return bounds === 'now' ? compare(at, now()) : bounds.some((bound) => compare(at, bound));
    },
  };
}

export const INSTANT = family({
  before: instant((value, bound) => value < bound),
  after: instant((value, bound) => value > bound),
});
