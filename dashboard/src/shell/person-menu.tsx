import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sessionQuery, signOut } from '../api/session.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { MenuButton, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx';
import styles from './header.module.css';
import { useSingleKeysWanted } from './single-keys.ts';

const SCHEMES: readonly { readonly scheme: MantineColorScheme; readonly label: string; readonly icon: IconName }[] = [
  { scheme: 'auto', label: 'As the system', icon: 'computer' },
  { scheme: 'light', label: 'Light', icon: 'sun' },
  { scheme: 'dark', label: 'Dark', icon: 'moon' },
];

/** Who is signed in, light or dark, and the way out. */
export function PersonMenu() {
  const { data: session } = useQuery(sessionQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [singleKeys, setSingleKeys] = useSingleKeysWanted();
  const leave = useLeave();
  return (
    <MenuButton
      align="end"
      className={styles.person}
      face={<Icon name="person" size={18} />}
      label={`${session?.person.name ?? 'You'}: appearance and sign out`}
    >
      <MenuLabel>{session?.person.name === undefined ? 'Signed in' : `${session.person.name} · ${session.person.email}`}</MenuLabel>
      <MenuLine />
      <MenuLabel>Appearance</MenuLabel>
      {SCHEMES.map(({ scheme, label, icon }) => (
        <MenuItem
          before={<Icon name={icon} />}
          choice={{ kind: 'radio', chosen: colorScheme === scheme }}
          key={scheme}
          onSelect={() => setColorScheme(scheme)}
        >
          {label}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem choice={{ kind: 'checkbox', chosen: singleKeys }} onSelect={() => setSingleKeys(!singleKeys)}>
        Single-key shortcuts
        <span className={styles.small}>/ filter · j k rows · g then f, k or a: pages</span>
      </MenuItem>
      <MenuLine />
      <MenuItem before={<Icon name="back" />} onSelect={() => leave.mutate()}>
        Sign out
      </MenuItem>
    </MenuButton>
  );
}

function useLeave() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      queries.clear();
    },
  });
}
