import type { Mark, Noted } from '@sluice/core/words';
import { Icon, type IconName } from './icon.tsx';
import styles from './noted-list.module.css';
import { Said } from './said.tsx';

const MARKS: Readonly<Record<Mark, { icon: IconName; word: string }>> = {
  added: { icon: 'add', word: 'Added' },
  removed: { icon: 'minus', word: 'Removed' },
  changed: { icon: 'pencil', word: 'Changed' },
  moved: { icon: 'swap', word: 'Moved' },
};

/** Differences as sentences, each with a sign and a word. */
export function NotedList({ notes, empty = 'Nothing differs.' }: { notes: readonly Noted[]; empty?: string }) {
  if (notes.length === 0) return <p className="soft">{empty}</p>;
  return (
    <ul className={styles.list}>
      {notes.map(({ mark, sentence }) => (
        <li key={mark + sentence.map((phrase) => phrase.text).join('')}>
          <span className={styles.mark} data-mark={mark}>
            <Icon name={MARKS[mark].icon} size={12} />
            {MARKS[mark].word}
          </span>
          <Said sentence={sentence} />
        </li>
      ))}
    </ul>
  );
}
