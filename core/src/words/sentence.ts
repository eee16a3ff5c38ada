/** What a piece of a sentence names; a page styles it, a log joins the texts. */
export type PhraseKind = 'text' | 'attribute' | 'value' | 'variant' | 'rule' | 'percent' | 'flag' | 'segment';

export interface Phrase {
  readonly kind: PhraseKind;
  readonly text: string;
}

export type Sentence = readonly Phrase[];

/** The sentence as plain text, such as `if email ends with "@shop.example", serve on`. */
export function plain(sentence: Sentence): string {
  return sentence.map((phrase) => phrase.text).join('');
}

/** Template tag: bare strings become text, phrases and sentences keep what they name. */
export function say(strings: TemplateStringsArray, ...parts: readonly (string | Phrase | Sentence)[]): Sentence {
  const pieces = strings.flatMap((text, index): Phrase[] => {
    const part = parts[index];
    return part === undefined ? [words(text)] : [words(text), ...phrases(part)];
  });
  return merge(pieces);
}

/** Joins with commas and a last word: `a, b and c`. */
export function list(items: readonly Sentence[], last = 'and'): Sentence {
  return merge(items.flatMap((item, index) => [...(index === 0 ? [] : [words(separator(index, items.length, last))]), ...item]));
}

/** Joins with one separator everywhere. */
export function joined(items: readonly Sentence[], between: string): Sentence {
  return merge(items.flatMap((item, index) => [...(index === 0 ? [] : [words(between)]), ...item]));
}

export const attribute = (text: string): Phrase => ({ kind: 'attribute', text });
export const value = (text: string): Phrase => ({ kind: 'value', text });
export const variant = (text: string): Phrase => ({ kind: 'variant', text });
export const percent = (text: string): Phrase => ({ kind: 'percent', text });
export const flag = (text: string): Phrase => ({ kind: 'flag', text });
export const segment = (text: string): Phrase => ({ kind: 'segment', text });
export const ruleName = (text: string): Phrase => ({ kind: 'rule', text });
export const words = (text: string): Phrase => ({ kind: 'text', text });

const separator = (index: number, length: number, last: string) => (index === length - 1 ? ` ${last} ` : ', ');

function phrases(part: string | Phrase | Sentence): Sentence {
  if (typeof part === 'string') return [words(part)];
  return 'kind' in part ? [part] : part;
}

function merge(pieces: readonly Phrase[]): Sentence {
  return pieces.reduce<Phrase[]>((sentence, piece) => {
    const before = sentence.at(-1);
    if (piece.text === '') return sentence;
    if (before?.kind === 'text' && piece.kind === 'text') sentence[sentence.length - 1] = words(before.text + piece.text);
    else sentence.push(piece);
    return sentence;
  }, []);
}
