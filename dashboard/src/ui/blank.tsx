import type { ReactNode } from 'react';
import styles from './blank.module.css';

/** An empty page: why it is empty in two lines, and the one sensible next act. */
export function Blank({ title, children, act }: { title: string; children: ReactNode; act?: ReactNode }) {
  return (
    <div className={styles.blank}>
      <h2>{title}</h2>
      <p>{children}</p>
      {act}
    </div>
  );
}
