import styles from './environment-switch.module.css';
import { environmentColour } from './environment-switch.tsx';
import { useWhereabouts } from './use-place.ts';

/** Where an act takes effect, in its colour and in words; stands in every confirmation. */
export function EnvironmentWord() {
  const { environment } = useWhereabouts();
  if (environment === undefined) return null;
  return (
    <span className={styles.badge} style={{ '--environment': environmentColour(environment) }}>
      {environment.name}
    </span>
  );
}

/** The heading of a dialog that changes what an environment serves. */
export const ActTitle = ({ children }: { children: string }) => (
  <span className={styles.actTitle}>
    {children} <EnvironmentWord />
  </span>
);
