import type { Moment } from './facts.ts';

/** A stretch of time in which a zone's clocks keep one distance from UTC. */
export interface ClockStretch {
  readonly start: Moment;
  readonly end: Moment;
  /** Milliseconds to add to UTC to read the local clock. */
  readonly offset: number;
}

const HALF_DAY = 12 * 3_600_000;

/** The stretches from `start` to `end`, cut where the zone's clocks are put forward or back. */
export function clockStretches(zone: string, start: Moment, end: Moment): ClockStretch[] {
  const clock = localClock(zone);
  const stretches: ClockStretch[] = [];
  let began = start;
  let offset = clock(start);
  for (let at = start; at < end; at += HALF_DAY) {
    const next = Math.min(at + HALF_DAY, end);
    if (clock(next) === offset) continue;
    const change = firstWithout(clock, offset, at, next);
    stretches.push({ start: began, end: change, offset });
    began = change;
    offset = clock(change);
  }
  return [...stretches, { start: began, end, offset }];
}

/** The first second after `from` at which the distance is no longer `offset`; at `to` it is not. */
function firstWithout(clock: (at: Moment) => number, offset: number, from: Moment, to: Moment): Moment {
  let [same, changed] = [from, to];
  while (changed - same > 1000) {
    const middle = Math.floor((same + changed) / 2000) * 1000;
    if (middle <= same) break;
    if (clock(middle) === offset) same = middle;
    else changed = middle;
  }
  return changed;
}

function localClock(zone: string): (at: Moment) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return local - Math.floor(at / 1000) * 1000;
  };
}
