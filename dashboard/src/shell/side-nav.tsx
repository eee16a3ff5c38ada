import { Link } from '@tanstack/react-router';
import { Icon } from '../ui/icon.tsx';
import styles from './side-nav.module.css';
import { usePlace } from './use-place.ts';

const PAGES = [
  { to: '/$project/$environment/flags', icon: 'flag', label: 'Flags' },
  { to: '/$project/$environment/keys', icon: 'key', label: 'Keys' },
  { to: '/$project/$environment/audit', icon: 'log', label: 'Audit' },
] as const;

/** The pages of an environment; a row under the header on a phone. */
export function SideNav() {
  const place = usePlace();
  return (
    <nav aria-label="Pages" className={styles.nav}>
      {PAGES.map(({ to, icon, label }) => (
        <Link activeProps={{ 'aria-current': 'page' }} className={styles.link} key={to} params={place} to={to}>
          <Icon name={icon} />
          {label}
        </Link>
      ))}
    </nav>
  );
}
