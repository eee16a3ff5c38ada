import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterOpenSeconds, isOpen, nextOpening, openings, openSeconds } from './openings.ts';
import { Window } from './window.ts';

const HOUR = 3600;
const utc = (text: string) => Date.parse(text);
const shown = (list: readonly { start: number; end: number }[]) => list.map(({ start, end }) => `${iso(start)} – ${iso(end)}`);
const iso = (at: number) => new Date(at).toISOString().slice(0, 16);

const berlinOffice = Window.parse({ zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '16:00' });
const berlinNights = Window.parse({ zone: 'Europe/Berlin', days: [7], from: '01:00', to: '04:00' });

it('follows the local clock across the change to summer time and back', () => {
  expect(shown(openings([berlinOffice], utc('2026-03-27T00:00Z'), utc('2026-03-31T00:00Z')))).toEqual([
    '2026-03-27T08:00 – 2026-03-27T15:00',
    '2026-03-30T07:00 – 2026-03-30T14:00',
  ]);
  expect(shown(openings([berlinOffice], utc('2026-10-23T00:00Z'), utc('2026-10-27T00:00Z')))).toEqual([
    '2026-10-23T07:00 – 2026-10-23T14:00',
    '2026-10-26T08:00 – 2026-10-26T15:00',
  ]);
});

it('the hour that clocks skip in spring is in no window', () => {
  expect(openSeconds([berlinNights], utc('2026-03-28T12:00Z'), utc('2026-03-29T12:00Z'))).toBe(2 * HOUR);
  const skipped = Window.parse({ zone: 'Europe/Berlin', days: [7], from: '02:00', to: '03:00' });
  expect(openSeconds([skipped], utc('2026-03-28T12:00Z'), utc('2026-03-29T12:00Z'))).toBe(0);
  expect(iso(nextOpening([skipped], utc('2026-03-28T12:00Z')))).toBe('2026-04-05T00:00');
});

it('the hour that clocks repeat in autumn is in a window twice', () => {
  expect(openSeconds([berlinNights], utc('2026-10-24T12:00Z'), utc('2026-10-25T12:00Z'))).toBe(4 * HOUR);
  const firstHalf = Window.parse({ zone: 'Europe/Berlin', days: [7], from: '02:00', to: '02:30' });
  expect(shown(openings([firstHalf], utc('2026-10-24T12:00Z'), utc('2026-10-25T12:00Z')))).toEqual([
    '2026-10-25T00:00 – 2026-10-25T00:30',
    '2026-10-25T01:00 – 2026-10-25T01:30',
  ]);
});

it('knows zones with half hours, and half-hour changes', () => {
  const kolkata = Window.parse({ zone: 'Asia/Kolkata', days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '01:00' });
  expect(shown(openings([kolkata], utc('2026-06-01T00:00Z'), utc('2026-06-02T00:00Z')))).toEqual(['2026-06-01T18:30 – 2026-06-01T19:30']);
  const lordHowe = Window.parse({ zone: 'Australia/Lord_Howe', days: [7], from: '01:00', to: '03:00' });
  expect(openSeconds([lordHowe], utc('2026-04-04T00:00Z'), utc('2026-04-05T12:00Z'))).toBe(2.5 * HOUR);
  expect(openSeconds([lordHowe], utc('2026-10-03T00:00Z'), utc('2026-10-04T12:00Z'))).toBe(1.5 * HOUR);
});

it('a window until midnight and one from midnight are one opening', () => {
  const late = Window.parse({ zone: 'America/New_York', days: [5], from: '22:00', to: '24:00' });
  const early = Window.parse({ zone: 'America/New_York', days: [6], from: '00:00', to: '02:00' });
  expect(shown(openings([late, early], utc('2026-06-05T00:00Z'), utc('2026-06-08T00:00Z')))).toEqual([
    '2026-06-06T02:00 – 2026-06-06T06:00',
  ]);
});

it('without windows it is always open', () => {
  expect(isOpen([], 0)).toBe(true);
  expect(nextOpening([], 42)).toBe(42);
  expect(afterOpenSeconds([], 1000, 60)).toBe(61_000);
});

it('says when a hold will be over, across closed hours and a weekend', () => {
  const friday = utc('2026-11-20T14:00Z');
  expect(iso(afterOpenSeconds([berlinOffice], friday, 30 * 60))).toBe('2026-11-20T14:30');
  expect(iso(afterOpenSeconds([berlinOffice], friday, HOUR))).toBe('2026-11-20T15:00');
  expect(iso(afterOpenSeconds([berlinOffice], friday, 3 * HOUR))).toBe('2026-11-23T10:00');
  expect(iso(nextOpening([berlinOffice], utc('2026-11-20T15:00Z')))).toBe('2026-11-23T08:00');
});

describe('for any zone and instant', () => {
  const zones = fc.constantFrom('Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kolkata', 'UTC');
  const instants = fc.integer({ min: utc('2025-01-01T00:00Z'), max: utc('2028-01-01T00:00Z') });

  it('it is open exactly when the local clock and day say so', () => {
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const window: Window = { zone, days: [1, 3, 7], from: '01:30', to: '13:15' };
        const parts = new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
        }).formatToParts(at);
        const [weekday, hour, minute] = (['weekday', 'hour', 'minute'] as const).map(
          (type) => parts.find((part) => part.type === type)?.value,
        );
        const time = `${hour}:${minute}`;
        expect(isOpen([window], at)).toBe(['Mon', 'Wed', 'Sun'].includes(weekday!) && time >= '01:30' && time < '13:15');
      }),
    );
  });

  it('open time adds up, and the end of a hold is where it is used up', () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 1, max: 200_000 }), (zone, at, seconds) => {
        const windows: Window[] = [{ zone, days: [1, 2, 3, 6, 7], from: '00:45', to: '17:00' }];
        const end = afterOpenSeconds(windows, at, seconds);
        expect(openSeconds(windows, at, end)).toBeCloseTo(seconds, 3);
        const middle = (at + end) / 2;
        expect(openSeconds(windows, at, middle) + openSeconds(windows, middle, end)).toBeCloseTo(seconds, 3);
      }),
      { numRuns: 40 },
    );
  });
});

it('refuses zones that do not exist and windows that end before they begin', () => {
  const window = { zone: 'Europe/Berlin', days: [1], from: '09:00', to: '16:00' };
  expect(Window.safeParse(window).success).toBe(true);
  for (const wrong of [{ zone: 'Mars/Base' }, { from: '17:00' }, { from: '9:00' }, { days: [] }, { days: [0] }, { to: '25:00' }]) {
    expect(Window.safeParse({ ...window, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  }
});
