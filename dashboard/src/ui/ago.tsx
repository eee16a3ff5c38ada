import { useNow } from '../live/clock.tsx';

const STEPS: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [30, 'day'],
  [12, 'month'],
  [Number.POSITIVE_INFINITY, 'year'],
];

const relative = new Intl.RelativeTimeFormat('en', { style: 'short', numeric: 'always' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** `4 min. ago`, or `just now` within ten seconds and for clocks that run ahead. */
export function agoText(at: number, now: number): string {
  let amount = Math.round((now - at) / 1000);
  if (amount < 10) return 'just now';
  for (const [size, unit] of STEPS) {
    if (amount < size) return relative.format(-amount, unit);
    amount = Math.round(amount / size);
  }
  return exact.format(at);
}

/** The local time to the second. */
export const exactTime = (at: string) => exact.format(new Date(at));

/** How long ago, with the exact local time on hover and UTC for machines. */
export function Ago({ at }: { at: string }) {
  const now = useNow(15_000);
  return (
    <time className="numbers" dateTime={at} style={{ whiteSpace: 'nowrap' }} title={`${exactTime(at)} · ${at}`}>
      {agoText(Date.parse(at), now)}
    </time>
  );
}
