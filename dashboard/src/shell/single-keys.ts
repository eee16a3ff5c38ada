import { type HotkeyItem, useHotkeys, useLocalStorage } from '@mantine/hooks';

/** Whether keys without Ctrl or Cmd act: they can be switched off, since speech input types by accident. */
export function useSingleKeysWanted() {
  return useLocalStorage({ key: 'sluice.single-keys', defaultValue: true, getInitialValueInEffect: false });
}

/** Shortcuts of one key, outside of fields, unless they are switched off. */
export function useSingleKeys(items: HotkeyItem[]): void {
  const [wanted] = useSingleKeysWanted();
  useHotkeys(wanted ? items : []);
}
