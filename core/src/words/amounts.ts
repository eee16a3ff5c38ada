import type { JsonValue } from '../evaluate/flag.ts';

/** 100,000 buckets are everybody. */
export const WHOLE = 100_000;

/** Buckets as a percentage with no more digits than it needs: 12,345 is `12.345%`. */
export function percentText(weight: number): string {
  return `${weight / 1000}%`;
}

/** Percentage typed by a person to buckets, rounded to the nearest; null when it is no number from 0 to 100. */
export function bucketsOf(percent: number): number | null {
  const buckets = Math.round(percent * 1000);
  return Number.isFinite(percent) && buckets >= 0 && buckets <= WHOLE ? buckets : null;
}

const SHOWN = 60;

/** A value as JSON, cut after 60 characters. */
export function valueText(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}

/** `1 rule`, `3 rules`. */
export function count(n: number, thing: string): string {
  return `${n.toLocaleString('en')} ${thing}${n === 1 ? '' : 's'}`;
}

/** `1st`, `2nd`, `11th`. */
export function ordinal(n: number): string {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return `${n}th`;
  return `${n}${['th', 'st', 'nd', 'rd'][n % 10] ?? 'th'}`;
}
