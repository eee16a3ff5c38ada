import styles from './connection-badge.module.css';
import type { Freshness } from './freshness.ts';

const WORDS: Readonly<Record<Freshness['kind'], string>> = {
  live: 'Live',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  stale: 'Showing data',
};

/** Says how far the screen may be believed; only bad news is announced. */
export function ConnectionBadge({ freshness }: { freshness: Freshness }) {
  const age = freshness.kind === 'stale' ? ` ${ageText(freshness.seconds)} old` : '';
  return (
    <span className={styles.badge} data-kind={freshness.kind} title={EXPLAINED[freshness.kind]}>
      <span aria-hidden="true" className={styles.dot} />
      <span className="numbers">
        {WORDS[freshness.kind]}
        {age}
      </span>
      <span className="hidden-text" role="alert">
        {freshness.kind === 'stale' ? 'Connection lost. What is shown may be out of date.' : ''}
      </span>
    </span>
  );
}

const EXPLAINED: Readonly<Record<Freshness['kind'], string>> = {
  live: 'Changes appear here as soon as they are made.',
  connecting: 'Opening the live connection.',
  reconnecting: 'The live connection is down; this page asks every 5 s meanwhile.',
  stale: 'The server has not answered for a while. What is shown may be out of date.',
};

/** `47 s`, `3 min`, `2 h`. */
export function ageText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3_600)} h`;
}
