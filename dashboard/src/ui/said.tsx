import type { Phrase, Sentence } from '@sluice/core/words';
import styles from './said.module.css';

/** A sentence of @sluice/core/words, with what it names set apart. */
export function Said({ sentence }: { sentence: Sentence }) {
  return <span className={styles.said}>{sentence.map(piece)}</span>;
}

function piece({ kind, text }: Phrase, index: number) {
  return kind === 'text' ? (
    text
  ) : (
    <span className={styles[kind]} key={index}>
      {text}
    </span>
  );
}
