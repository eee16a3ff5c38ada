import { Button } from '@mantine/core';
import { ApiProblem } from '../api/problem.ts';
import { Icon } from './icon.tsx';
import styles from './problem-note.module.css';

/** What went wrong, where, and a way to try again where there is one. */
export function ProblemNote({ error, retry, title }: { error: unknown; retry?: () => void; title?: string }) {
  const problem = error instanceof ApiProblem ? error : null;
  const headline = title ?? problem?.title ?? 'This page broke';
  const detail = problem === null ? (error instanceof Error ? error.message : String(error)) : problem.detail;
  return (
    <div className={styles.note} role="status">
      <Icon name="alert" />
      <div className={styles.text}>
        <strong>{headline}</strong>
        {detail === '' || detail === headline ? null : <p>{detail}</p>}
        {problem === null || problem.faults.length === 0 ? null : (
          <ul>
            {problem.faults.map((fault) => (
              <li key={fault.pointer + fault.detail}>
                {fault.pointer === '' ? null : <code>{fault.pointer}</code>} {fault.detail}
              </li>
            ))}
          </ul>
        )}
        {retry === undefined ? null : (
          <Button mt="xs" onClick={retry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}
