import { Button, Kbd } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ConnectionBadge } from '../live/connection-badge.tsx';
import type { Freshness } from '../live/freshness.ts';
import { Icon } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import { EnvironmentStripe, EnvironmentSwitch } from './environment-switch.tsx';
import styles from './header.module.css';
import { PersonMenu } from './person-menu.tsx';
import { ProjectSwitch } from './project-switch.tsx';
import { usePlace } from './use-place.ts';

const MOD = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent) ? '⌘' : 'Ctrl ';

/** Where one is, how fresh it is, and the way to stop something. */
export function Header({ freshness, onKill, onPalette }: { freshness: Freshness; onKill: () => void; onPalette: () => void }) {
  return (
    <header className={styles.header}>
      <Link aria-label="Sluice, to the flags" className={styles.brand} params={usePlace()} to="/$project/$environment/flags">
        <Mark />
        <span className={styles.name}>Sluice</span>
      </Link>
      <div className={styles.place}>
        <ProjectSwitch />
        <span aria-hidden="true" className={styles.slash}>
          /
        </span>
        <EnvironmentSwitch />
      </div>
      <button className={styles.search} onClick={onPalette} type="button">
        <Icon name="search" />
        <span className={styles.searchText}>Search or run</span>
        <Kbd className={styles.chord}>{MOD}K</Kbd>
      </button>
      <ConnectionBadge freshness={freshness} />
      <Button className={styles.kill} color="kill" leftSection={<Icon name="stop" />} onClick={onKill} variant="filled">
        <span>
          Kill<span className="hidden-text"> a flag</span>
        </span>
        <span aria-hidden="true" className={styles.killChord}>
          {MOD}.
        </span>
      </Button>
      <PersonMenu />
      <EnvironmentStripe />
    </header>
  );
}
