import type { Sentence } from './sentence.ts';

/** How a part differs; shown as a sign and a word, never as a colour alone. */
export type Mark = 'added' | 'removed' | 'changed' | 'moved';

export interface Noted {
  readonly mark: Mark;
  readonly sentence: Sentence;
}

export const marked = (mark: Mark, sentence: Sentence): Noted => ({ mark, sentence });
