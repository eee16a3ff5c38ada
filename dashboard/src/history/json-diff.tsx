import styles from './history.module.css';
import { type DiffLine, lineDiff } from './line-diff.ts';

/** Lines around a difference that help to find it. */
const AROUND = 3;

/** Two values as JSON, line by line, with signs; what is equal is shown only near a difference. */
export function JsonDiff({ before, after }: { before: unknown; after: unknown }) {
  const lines = lineDiff(JSON.stringify(before, null, 2), JSON.stringify(after, null, 2));
  return (
    <div className={styles.json}>
      <table>
        <caption className="hidden-text">Differences as JSON</caption>
        <tbody>
          {lines.map((line, index) => {
            if (!isNear(lines, index)) {
              return isNear(lines, index - 1) || index === 0 ? <Gap key={`gap-${index.toString()}`} /> : null;
            }
            const kind = kindOf(line);
            return (
              <tr data-kind={kind} key={`line-${index.toString()}`}>
                <td className={styles.sign}>{SIGNS[kind]}</td>
                <td>{line.after ?? line.before}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const Gap = () => (
  <tr className={styles.gap}>
    <td />
    <td>⋯</td>
  </tr>
);

const SIGNS = { same: '', added: '+', removed: '−' } as const;

const kindOf = ({ before, after }: DiffLine) => (before === null ? 'added' : after === null ? 'removed' : 'same');

const isNear = (lines: readonly DiffLine[], index: number) =>
  index >= 0 && lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some((line) => kindOf(line) !== 'same');
