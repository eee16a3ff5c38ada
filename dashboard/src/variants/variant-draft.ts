import type { FlagType, Variants } from '../api/types.ts';

type Value = Variants[string];

/** One variant as it is typed: the text may not be a value yet. */
export interface VariantDraft {
  readonly id: string;
  readonly key: string;
  readonly text: string;
}

const VARIANT_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What a new flag of a type starts with. */
export function startingVariants(type: FlagType): readonly VariantDraft[] {
  if (type === 'boolean') return draftsOf({ on: true, off: false }, 'boolean');
  if (type === 'number') return draftsOf({ high: 20, low: 10 }, 'number');
  if (type === 'json') return draftsOf({ full: { limit: 20 }, none: {} }, 'json');
  return draftsOf({ a: 'first text', b: 'second text' }, 'string');
}

export const draftsOf = (variants: Variants, type: FlagType): readonly VariantDraft[] =>
  Object.entries(variants).map(([key, value]) => ({ id: key, key, text: valueAsTyped(value, type) }));

const valueAsTyped = (value: Value, type: FlagType) =>
  type === 'string' && typeof value === 'string' ? value : JSON.stringify(value, null, type === 'json' ? 2 : 0);

/** The value that a text means for a type, or what is wrong with it. */
export function valueTyped(text: string, type: FlagType): { readonly value: Value } | { readonly fault: string } {
  if (type === 'string') return { value: text };
  if (type === 'boolean') return { value: text === 'true' };
  if (type === 'number') return text.trim() !== '' && Number.isFinite(Number(text)) ? { value: Number(text) } : { fault: 'Give a number' };
  try {
    return { value: JSON.parse(text) as Value };
  } catch {
    return { fault: 'This is not JSON' };
  }
}

export interface VariantFaults {
  readonly key?: string;
  readonly value?: string;
}

/** What is wrong with a variant among its siblings. */
export function faultsOf(draft: VariantDraft, all: readonly VariantDraft[], type: FlagType): VariantFaults {
  const value = valueTyped(draft.text, type);
  const twin = all.some((other) => other.id !== draft.id && other.key === draft.key);
  const key = twin ? 'Another variant has this key' : VARIANT_KEY.test(draft.key) ? undefined : 'Letters, digits, “.”, “_” and “-”';
  return { ...(key === undefined ? {} : { key }), ...('fault' in value ? { value: value.fault } : {}) };
}

/** The variants that the drafts mean, or null while any of them is faulty. */
export function variantsOf(drafts: readonly VariantDraft[], type: FlagType): Variants | null {
  const faulty = drafts.some((draft) => Object.keys(faultsOf(draft, drafts, type)).length > 0);
  if (faulty || drafts.length === 0) return null;
  return Object.fromEntries(
    drafts.flatMap(({ key, text }) => {
      const parsed = valueTyped(text, type);
      return 'value' in parsed ? [[key, parsed.value]] : [];
    }),
  );
}
