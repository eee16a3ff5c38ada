import { useNavigate } from '@tanstack/react-router';
import { Icon } from '../ui/icon.tsx';
import { MenuButton, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx';
import styles from './environment-switch.module.css';
import { usePlace, useWhereabouts } from './use-place.ts';

/** Which project this is, the way to another and to a new one. */
export function ProjectSwitch() {
  const { projects, project } = useWhereabouts();
  const place = usePlace();
  const navigate = useNavigate();
  const go = (key: string) => {
    const environments = projects.find((one) => one.key === key)?.environments ?? [];
    const environment = environments.find((one) => one.key === place.environment) ?? environments[0];
    if (environment !== undefined) navigate({ to: '/$project/$environment/flags', params: { project: key, environment: environment.key } });
  };
  return (
    <MenuButton
      className={styles.switch}
      face={
        <>
          <span className={styles.word}>{project?.name ?? place.project}</span>
          <Icon name="chevron" size={14} />
        </>
      }
      label={`Project: ${project?.name ?? place.project}`}
    >
      <MenuLabel>Projects</MenuLabel>
      {projects.map((one) => (
        <MenuItem current={one.key === project?.key} key={one.key} onSelect={() => go(one.key)}>
          {one.name}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem before={<Icon name="add" />} onSelect={() => navigate({ to: '/new-project' })}>
        New project
      </MenuItem>
    </MenuButton>
  );
}
