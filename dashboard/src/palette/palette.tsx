import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { flagsQuery } from '../api/flags.ts';
import { usePlace, useWhereabouts } from '../shell/use-place.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import styles from './palette.module.css';

/** Search or run: every flag to open or to kill, every page, every environment. */
export function Palette({ close, kill }: { close: () => void; kill: (key?: string) => void }) {
  const place = usePlace();
  const { project, environment } = useWhereabouts();
  const navigate = useNavigate();
  const flags = useQuery(flagsQuery(place)).data ?? [];
  const run = (act: () => unknown) => () => {
    close();
    act();
  };
  return (
    <Modal onClose={close} opened padding={0} size="lg" withCloseButton={false} yOffset="12vh" centered={false} aria-label="Search or run">
      <Command className={styles.palette} label="Search or run" loop>
        <div className={styles.field}>
          <Icon name="search" />
          <Command.Input autoFocus className={styles.input} data-autofocus placeholder="A flag, a page, or “kill …”" />
        </div>
        <Command.List className={styles.list}>
          <Command.Empty className={styles.empty}>Nothing has that name here.</Command.Empty>
          <Command.Group heading="Pages">
            <Item icon="flag" label="Flags" onSelect={run(() => navigate({ to: '/$project/$environment/flags', params: place }))} />
            <Item
              icon="add"
              label="New flag"
              onSelect={run(() => navigate({ to: '/$project/$environment/flags', params: place, search: { create: true } }))}
            />
            <Item icon="key" label="Keys" onSelect={run(() => navigate({ to: '/$project/$environment/keys', params: place }))} />
            <Item icon="log" label="Audit" onSelect={run(() => navigate({ to: '/$project/$environment/audit', params: place }))} />
          </Command.Group>
          <Command.Group heading="Open a flag">
            {flags.map((flag) => (
              <Item
                icon="flag"
                key={flag.key}
                label={flag.key}
                note={flag.definition.name}
                onSelect={run(() => navigate({ to: '/$project/$environment/flags/$key', params: { ...place, key: flag.key } }))}
              />
            ))}
          </Command.Group>
          <Command.Group heading={`Kill in ${environment?.name ?? place.environment}`}>
            {flags.map((flag) =>
              flag.kill === null ? (
                <Item
                  icon="stop"
                  key={flag.key}
                  label={`kill ${flag.key}`}
                  note={flag.definition.name}
                  onSelect={run(() => kill(flag.key))}
                />
              ) : null,
            )}
          </Command.Group>
          <Command.Group heading="Switch environment">
            {(project?.environments ?? []).map((one) =>
              one.key === place.environment ? null : (
                <Item
                  icon="swap"
                  key={one.key}
                  label={`environment ${one.name}`}
                  onSelect={run(() => navigate({ to: '.', params: (params) => ({ ...params, environment: one.key }), search: true }))}
                />
              ),
            )}
          </Command.Group>
        </Command.List>
      </Command>
    </Modal>
  );
}

function Item({ icon, label, note = '', onSelect }: { icon: IconName; label: string; note?: string; onSelect: () => void }) {
  return (
    <Command.Item className={styles.item} keywords={[note]} onSelect={onSelect} value={label}>
      <Icon name={icon} />
      <span className={styles.label}>{label}</span>
      <span className={styles.note}>{note}</span>
    </Command.Item>
  );
}
