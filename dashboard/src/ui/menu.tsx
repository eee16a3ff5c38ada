import { useClickOutside } from '@mantine/hooks';
import {
  type CSSProperties,
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { Icon } from './icon.tsx';
import styles from './menu.module.css';

const Close = createContext<() => void>(() => {});

interface MenuButtonProps {
  /** Name of the button for assistive technology. */
  readonly label: string;
  readonly face: ReactNode;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
}

/**
 * A button that opens a menu under itself. It stands in the header, where there is always room below; a library that
 * measures where to put a menu would weigh more than the page around it.
 */
export function MenuButton({ label, face, children, align = 'start', className, style }: MenuButtonProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const root = useClickOutside<HTMLDivElement>(() => setOpen(false));
  useEffect(() => {
    if (open)
      (menu.current?.querySelector<HTMLElement>('[aria-current="true"], [aria-checked="true"]') ?? itemsOf(menu.current)[0])?.focus();
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const to = destination(event.key, itemsOf(menu.current));
    if (event.key === 'Escape') close();
    if (event.key === 'Tab') setOpen(false);
    if (to === undefined) return;
    event.preventDefault();
    to.focus();
  };
  return (
    <div className={styles.root} ref={root}>
      <button
        aria-controls={open ? id : undefined}
        aria-expanded={open}
        aria-haspopup="menu"
        aria-label={label}
        className={className}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => event.key === 'ArrowDown' && setOpen(true)}
        ref={button}
        style={style}
        type="button"
      >
        {face}
      </button>
      {open ? (
        <Close value={close}>
          <div className={styles.menu} data-align={align} id={id} onKeyDown={onKey} ref={menu} role="menu" tabIndex={-1}>
            {children}
          </div>
        </Close>
      ) : null}
    </div>
  );
}

interface MenuItemProps {
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  readonly current?: boolean;
  /** One of several choices, or a setting that is on or off; choosing it leaves the menu open. */
  readonly choice?: { readonly kind: 'radio' | 'checkbox'; readonly chosen: boolean };
}

export function MenuItem({ children, onSelect, before, after, current = false, choice }: MenuItemProps) {
  const close = useContext(Close);
  const select = () => {
    if (choice === undefined) close();
    onSelect();
  };
  const semantics = choice === undefined ? { role: 'menuitem' } : { role: `menuitem${choice.kind}`, 'aria-checked': choice.chosen };
  return (
    <button {...semantics} aria-current={current || undefined} className={styles.item} onClick={select} tabIndex={-1} type="button">
      {before}
      <span className={styles.text}>{children}</span>
      {after}
      {current || choice?.chosen ? <Icon name="check" /> : null}
    </button>
  );
}

export const MenuLabel = ({ children }: { children: ReactNode }) => <div className={styles.label}>{children}</div>;

export const MenuLine = () => <hr className={styles.line} />;

const itemsOf = (menu: HTMLElement | null) => [...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];

/** Where a key leads within a menu: the arrows go round, a letter goes to the next item that begins with it. */
function destination(key: string, items: readonly HTMLElement[]): HTMLElement | undefined {
  const at = items.indexOf(document.activeElement as HTMLElement);
  if (key === 'ArrowDown') return items[(at + 1) % items.length];
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key.length !== 1) return undefined;
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) =>
    item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()),
  );
}
