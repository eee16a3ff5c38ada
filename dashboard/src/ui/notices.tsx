import { ActionIcon, Button } from '@mantine/core';
import { createContext, type PropsWithChildren, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { Icon } from './icon.tsx';
import styles from './notices.module.css';

interface Notice {
  readonly id: number;
  readonly text: string;
  readonly urgent: boolean;
  readonly undo?: () => void;
}

/** What was done. With `undo` it stays until it is dismissed: undoing has no time limit. */
export type Tell = (text: string, options?: { readonly urgent?: boolean; readonly undo?: () => void }) => void;

const TellContext = createContext<Tell>(() => {});
export const useTell = () => useContext(TellContext);

const SHOWN = 4;

export function Notices({ children }: PropsWithChildren) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const last = useRef(0);
  const dismiss = useCallback((id: number) => setNotices((held) => held.filter((notice) => notice.id !== id)), []);
  const tell = useCallback<Tell>((text, { urgent = false, undo } = {}) => {
    last.current += 1;
    const notice: Notice = { id: last.current, text, urgent, ...(undo === undefined ? {} : { undo }) };
    setNotices((held) => [...held.slice(1 - SHOWN), notice]);
  }, []);
  const spoken = useMemo(() => notices.at(-1), [notices]);
  return (
    <TellContext value={tell}>
      {children}
      <div className={styles.notices}>
        {notices.map((notice) => (
          <Line dismiss={() => dismiss(notice.id)} key={notice.id} notice={notice} />
        ))}
      </div>
      <div className="hidden-text" role="status">
        {spoken?.urgent === false ? spoken.text : ''}
      </div>
      <div className="hidden-text" role="alert">
        {spoken?.urgent === true ? spoken.text : ''}
      </div>
    </TellContext>
  );
}

function Line({ notice, dismiss }: { notice: Notice; dismiss: () => void }) {
  const undo = () => {
    notice.undo?.();
    dismiss();
  };
  return (
    <div className={styles.notice}>
      <span>{notice.text}</span>
      {notice.undo === undefined ? null : <Button onClick={undo}>Undo</Button>}
      <ActionIcon aria-label="Dismiss" onClick={dismiss}>
        <Icon name="close" />
      </ActionIcon>
    </div>
  );
}
