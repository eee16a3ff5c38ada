import { useNavigate } from '@tanstack/react-router';
import type { Environment } from '../api/types.ts';
import { Icon } from '../ui/icon.tsx';
import { MenuButton, MenuItem, MenuLabel } from '../ui/menu.tsx';
import styles from './environment-switch.module.css';
import { useWhereabouts } from './use-place.ts';

const COLOURS = new Set(['grey', 'blue', 'green', 'violet', 'orange', 'red']);

/** The colour that an environment was given, from the measured set. */
export const environmentColour = ({ colour }: Environment) => `var(--environment-${COLOURS.has(colour) ? colour : 'grey'})`;

/** Which environment this is, and the way to the same page in another one. */
export function EnvironmentSwitch() {
  const { project, environment } = useWhereabouts();
  const navigate = useNavigate();
  if (project === undefined) return null;
  const go = (key: string) => navigate({ to: '.', params: (params) => ({ ...params, environment: key }), search: true });
  return (
    <MenuButton
      className={environment?.protected ? styles.filled : styles.switch}
      face={
        <>
          {environment?.protected ? <Icon name="lock" size={14} /> : <span aria-hidden="true" className={styles.dot} />}
          <span className={styles.word}>{environment?.name ?? 'unknown'}</span>
          <Icon name="chevron" size={14} />
        </>
      }
      label={`Environment: ${environment?.name ?? 'unknown'}${environment?.protected ? ', protected' : ''}`}
      style={environment === undefined ? {} : { '--environment': environmentColour(environment) }}
    >
      <MenuLabel>Environments of {project.name}</MenuLabel>
      {project.environments.map((one) => (
        <MenuItem
          after={one.protected ? <span className={styles.note}>protected</span> : null}
          before={<span aria-hidden="true" className={styles.dot} style={{ '--environment': environmentColour(one) }} />}
          current={one.key === environment?.key}
          key={one.key}
          onSelect={() => go(one.key)}
        >
          {one.name}
        </MenuItem>
      ))}
    </MenuButton>
  );
}

/** The stripe that says without reading that this one is protected. */
export function EnvironmentStripe() {
  const { environment } = useWhereabouts();
  if (environment?.protected !== true) return null;
  return <div aria-hidden="true" className={styles.stripe} style={{ '--environment': environmentColour(environment) }} />;
}
