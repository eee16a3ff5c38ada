import { Menu } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { Icon } from '../ui/icon.tsx';
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
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <button aria-label={`Project: ${project?.name ?? place.project}`} className={styles.switch} type="button">
          <span className={styles.word}>{project?.name ?? place.project}</span>
          <Icon name="chevron" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Projects</Menu.Label>
        {projects.map((one) => (
          <Menu.Item
            aria-current={one.key === project?.key}
            key={one.key}
            onClick={() => go(one.key)}
            rightSection={one.key === project?.key ? <Icon name="check" /> : null}
          >
            {one.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} leftSection={<Icon name="add" />} to="/new-project">
          New project
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
