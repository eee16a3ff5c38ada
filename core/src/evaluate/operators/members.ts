const NO_SLOTS = new Uint16Array(0);
const NOTHING: ReadonlySet<unknown> = new Set();

/** Values that an attribute is looked up in. Built when the first context asks, since most lists are never asked. */
export class Members {
  readonly values: readonly unknown[];
  readonly fold: boolean;
  #slots: Uint16Array | undefined;
  #texts: readonly unknown[] = [];
  #set: ReadonlySet<unknown> = NOTHING;

  constructor(values: readonly unknown[], fold: boolean) {
    this.values = values;
    this.fold = fold;
  }

  has(value: unknown): boolean {
    const wanted = this.fold ? foldCase(value) : value;
    const slots = this.#slots ?? this.#build();
    if (slots === NO_SLOTS) return this.#set.has(wanted);
    if (typeof wanted !== 'string') return false;
    const mask = slots.length - 1;
    let slot = sample(wanted) & mask;
    for (let place = slots[slot] as number; place !== 0; place = slots[slot] as number) {
      if (this.#texts[place - 1] === wanted) return true;
      slot = (slot + 1) & mask;
    }
    return false;
  }

  #build(): Uint16Array {
    this.#texts = this.fold ? this.values.map(foldCase) : this.values;
    this.#slots = slotsOf(this.#texts) ?? NO_SLOTS;
    if (this.#slots === NO_SLOTS) this.#set = new Set(this.#texts);
    return this.#slots;
  }
}

export function foldCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** Longer searches than this are left to a Set. */
const MAX_PROBES = 8;
const MAX_TEXTS = 20_000;

/**
 * An open hash table of places in a list of texts, counted from 1, by a few characters of each: a
 * tenth of a Set's memory, and a text that is not listed is mostly told by its end alone.
 * `undefined` for lists that it does not suit.
 */
function slotsOf(texts: readonly unknown[]): Uint16Array | undefined {
  if (texts.length > MAX_TEXTS) return undefined;
  const mask = 2 ** Math.ceil(Math.log2(texts.length * 2 + 1)) - 1;
  const slots = new Uint16Array(mask + 1);
  for (const [index, text] of texts.entries()) {
    if (typeof text !== 'string') return undefined;
    let slot = sample(text) & mask;
    for (let probes = 0; slots[slot] !== 0; slot = (slot + 1) & mask) if (++probes > MAX_PROBES) return undefined;
    slots[slot] = index + 1;
  }
  return slots;
}

/** Of the length and the last four characters. */
function sample(text: string): number {
  const { length } = text;
  let mixed = length;
  for (let index = length > 4 ? length - 4 : 0; index < length; index++) mixed = Math.imul(mixed, 31) + text.charCodeAt(index);
  return Math.imul(mixed, 0x9e3779b1) >>> 12;
}
