import type { Moment } from './facts.ts';
import { minutesOf, type Window } from './window.ts';
import { clockStretches } from './zone.ts';

export interface Opening {
  readonly start: Moment;
  readonly end: Moment;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CHUNK = 8 * DAY;
/** Nothing further ahead is looked for; every window opens within a week. */
const HORIZON = 400 * DAY;

/**
 * When any of the windows is open between two instants, in order, without overlaps; no windows means
 * always. An hour that clocks skip is in no window, one that they repeat is in it twice.
 */
export function openings(windows: readonly Window[], from: Moment, to: Moment): Opening[] {
  if (to <= from) return [];
  if (windows.length === 0) return [{ start: from, end: to }];
  const all = windows.flatMap((window) => clockStretches(window.zone, from, to).flatMap((stretch) => openIn(window, stretch)));
  return merge(all);
}

function openIn(window: Window, { start, end, offset }: { start: Moment; end: Moment; offset: number }): Opening[] {
  const found: Opening[] = [];
  for (let day = Math.floor((start + offset) / DAY) * DAY; day < end + offset; day += DAY) {
    const weekday = new Date(day).getUTCDay() || 7;
    if (!window.days.includes(weekday)) continue;
    const opens = Math.max(start, day + minutesOf(window.from) * MINUTE - offset);
    const closes = Math.min(end, day + minutesOf(window.to) * MINUTE - offset);
    if (opens < closes) found.push({ start: opens, end: closes });
  }
  return found;
}

function merge(all: readonly Opening[]): Opening[] {
  const merged: Opening[] = [];
  for (const next of all.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && next.start <= last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    else merged.push(next);
  }
  return merged;
}

/** How long the windows were open between two instants, in seconds. */
export function openSeconds(windows: readonly Window[], from: Moment, to: Moment): number {
  return openings(windows, from, to).reduce((sum, { start, end }) => sum + end - start, 0) / 1000;
}

export function isOpen(windows: readonly Window[], at: Moment): boolean {
  return openings(windows, at, at + 1).length > 0;
}

/** The first instant from `at` on at which a window is open. */
export function nextOpening(windows: readonly Window[], at: Moment): Moment {
  return afterOpenSeconds(windows, at, 0);
}

/** The instant at which the windows will have been open for so many seconds since `from`. */
export function afterOpenSeconds(windows: readonly Window[], from: Moment, seconds: number): Moment {
  if (windows.length === 0) return from + seconds * 1000;
  let left = seconds * 1000;
  for (let at = from; at < from + HORIZON; at += CHUNK) {
    for (const { start, end } of openings(windows, at, at + CHUNK)) {
      if (end - start > left) return start + left;
      left -= end - start;
      if (left === 0 && seconds > 0) return end;
    }
  }
  return from + HORIZON;
}
