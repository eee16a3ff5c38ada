import styles from './history.module.css';
import { type DiffLine, lineDiff } from './line-diff.ts';

/** Two values as JSON, line by line, with signs. */
export function JsonDiff({ before, after }: { before: unknown; after: unknown }) {
  const lines = lineDiff(JSON.stringify(before, null, 2), JSON.stringify(after, null, 2));
  return (
    <div className={styles.json}>
      <table>
        <caption className="hidden-text">Differences as JSON</caption>
        <tbody>
          {lines.map((line, index) => (
            <tr data-kind={kindOf(line)} key={index}>
              <td className={styles.sign}>{SIGNS[kindOf(line)]}</td>
              <td>{line.after ?? line.before}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SIGNS = { same: '', added: '+', removed: '−' } as const;

const kindOf = ({ before, after }: DiffLine) => (before === null ? 'added' : after === null ? 'removed' : 'same');
