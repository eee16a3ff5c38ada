import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { EnvironmentFlag } from '../api/types.ts';
import { useClock } from '../live/clock.tsx';
import { usePlace } from '../shell/use-place.ts';
import { Icon } from '../ui/icon.tsx';
import { killOrder } from './kill-order.ts';
import styles from './kill-panel.module.css';
import { KillRow } from './kill-row.tsx';
import { useArmed } from './use-armed.ts';
import { useKill } from './use-kill.ts';

/** Flags in an order that stays as it was when the panel opened; Enter kills the first of those shown. */
export function KillList({ flags, first }: { flags: readonly EnvironmentFlag[]; first: string | undefined }) {
  const clock = useClock();
  const [order] = useState(() => killOrder(flags, first, clock.now()));
  const [typed, setTyped] = useState('');
  const armed = useArmed();
  const { progress, kill } = useKill(usePlace());
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const wanted = typed.trim().toLowerCase();
  const byKey = new Map(flags.map((flag) => [flag.key, flag]));
  const shown = order.flatMap((key) => {
    const flag = byKey.get(key);
    return flag !== undefined && (key.includes(wanted) || flag.definition.name.toLowerCase().includes(wanted)) ? [flag] : [];
  });
  const target = shown.find((flag) => flag.kill === null);

  const onTyped = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && armed && target !== undefined && !progress.has(target.key)) kill(target.key);
    if (event.key === 'ArrowDown') buttons(list.current)[0]?.focus();
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLInputElement) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      step(buttons(list.current), event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) field.current?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: typing anywhere in the panel narrows the list
    <div onKeyDown={onKey}>
      <TextInput
        aria-label="Find a flag to kill"
        leftSection={<Icon name="search" />}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onTyped}
        placeholder="Type a flag…"
        ref={field}
        value={typed}
      />
      <p className={styles.hint}>The order stays as it is while this is open. A kill is undone by Revive.</p>
      <ul className={styles.list} ref={list}>
        {shown.map((flag) => (
          <KillRow
            armed={armed}
            flag={flag}
            initial={flag.key === order[0] && wanted === ''}
            key={flag.key}
            kill={kill}
            next={flag === target}
            progress={progress.get(flag.key)}
          />
        ))}
      </ul>
      {shown.length === 0 ? <p className="soft">No flag has “{typed}” in its key or name.</p> : null}
    </div>
  );
}

const buttons = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('[data-kill]') ?? [])];

function step(among: readonly HTMLElement[], by: 1 | -1): void {
  const at = among.indexOf(document.activeElement as HTMLElement);
  among[Math.min(Math.max(at + by, 0), among.length - 1)]?.focus();
}
