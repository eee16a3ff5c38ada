import { bucketsOf, percentText, WHOLE } from '@sluice/core/words';

export type Weights = Readonly<Record<string, number>>;

/** What is missing to 100 %: positive when some is left to give, negative when too much is given. */
export const leftOver = (weights: Weights): number => WHOLE - Object.values(weights).reduce((sum, weight) => sum + weight, 0);

/** Says what is wrong with the sum; null when it is 100 %. */
export function sumFault(weights: Weights): string | null {
  const left = leftOver(weights);
  if (left === 0) return null;
  return left > 0
    ? `${percentText(left)} of people get nothing yet: the shares must add up to 100%`
    : `${percentText(-left)} too much: the shares must add up to 100%`;
}

/** Equal shares; what does not divide goes to the first ones, one bucket each. */
export function evenly(variants: readonly string[]): Weights {
  const each = Math.floor(WHOLE / variants.length);
  const rest = WHOLE - each * variants.length;
  return Object.fromEntries(variants.map((variant, index) => [variant, each + (index < rest ? 1 : 0)]));
}

/** Gives one variant what is missing, or takes from it what is too much, as far as it goes. */
export const withRest = (weights: Weights, variant: string): Weights => ({
  ...weights,
  [variant]: Math.max(0, (weights[variant] ?? 0) + leftOver(weights)),
});

/** Every variant of the flag with a weight, zero unless given. */
export const filled = (weights: Weights, variants: readonly string[]): Weights =>
  Object.fromEntries(variants.map((variant) => [variant, weights[variant] ?? 0]));

/** Buckets for a percentage as typed, with a comma or a point and perhaps a sign; null when it is none. */
export function typedPercent(text: string): number | null {
  const digits = text.trim().replace('%', '').trim().replace(',', '.');
  return digits === '' ? null : bucketsOf(Number(digits));
}
