import { ActionIcon, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sessionQuery, signOut } from '../api/session.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
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
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon aria-label={`${session?.person.name ?? 'You'}: appearance and sign out`}>
          <Icon name="person" size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session?.person.name === undefined ? 'Signed in' : `${session.person.name} · ${session.person.email}`}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {SCHEMES.map(({ scheme, label, icon }) => (
          <Menu.Item
            aria-checked={colorScheme === scheme}
            closeMenuOnClick={false}
            key={scheme}
            leftSection={<Icon name={icon} />}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme ? <Icon name="check" /> : null}
            role="menuitemradio"
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          aria-checked={singleKeys}
          closeMenuOnClick={false}
          onClick={() => setSingleKeys(!singleKeys)}
          rightSection={singleKeys ? <Icon name="check" /> : null}
          role="menuitemcheckbox"
        >
          Single-key shortcuts
          <span className="soft" style={{ display: 'block', fontSize: '0.75rem' }}>
            / filter · j k rows · g then f, k, a: pages
          </span>
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="back" />} onClick={() => leave.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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
