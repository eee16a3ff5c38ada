import { Icon, type IconName } from './icon.tsx';
import styles from './state-mark.module.css';

const STATES = {
  enabled: { icon: 'circleCheck', word: 'Enabled', tone: 'completed' },
  disabled: { icon: 'circleOff', word: 'Disabled', tone: 'idle' },
  killed: { icon: 'stop', word: 'Killed', tone: 'killed' },
  draft: { icon: 'pencil', word: 'Draft', tone: 'idle' },
  archived: { icon: 'lock', word: 'Archived', tone: 'idle' },
  revoked: { icon: 'circleOff', word: 'Revoked', tone: 'idle' },
} as const satisfies Record<string, { icon: IconName; word: string; tone: string }>;

export type StateName = keyof typeof STATES;

/** A state as icon, word and colour, so that no one of them carries it alone. */
export function StateMark({ state }: { state: StateName }) {
  const { icon, word, tone } = STATES[state];
  return (
    <span className={`${styles.mark} when-fresh`} data-tone={tone}>
      <Icon name={icon} size={14} />
      {word}
    </span>
  );
}

/** The one state that a flag is in. */
export const stateOf = (flag: { readonly kill: unknown; readonly configuration: { readonly enabled: boolean } }): StateName =>
  flag.kill !== null ? 'killed' : flag.configuration.enabled ? 'enabled' : 'disabled';
