import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ApiKey } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { Ago } from '../ui/ago.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import styles from './keys.module.css';
import { RevokeDialog } from './revoke-dialog.tsx';
import { SnippetTabs } from './snippet-tabs.tsx';
import { snippetsFor } from './snippets.ts';

export const KIND_WORDS: Readonly<Record<ApiKey['kind'], { icon: IconName; word: string; note: string }>> = {
  server: { icon: 'computer', word: 'Server key', note: 'For services. Secret: it opens every flag of the environment.' },
  client: { icon: 'web', word: 'Client key', note: 'For web pages. Public: it opens only flags that are available to browsers.' },
  automation: { icon: 'key', word: 'Automation token', note: 'For scripts and CI. Secret: it can change the whole project through REST.' },
};

/** One key: what it is for, when it was last used, and how to use it. */
export function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { project } = usePlace();
  const [connecting, setConnecting] = useState(false);
  const [revoking, setRevoking] = useState(false);
  const { icon, word } = KIND_WORDS[apiKey.kind];
  const live = apiKey.revokedAt === null;
  return (
    <li className={styles.key}>
      <div className={styles.line}>
        <span className={styles.kind}>
          <Icon name={icon} size={18} />
        </span>
        <div className={styles.about}>
          <strong>{apiKey.name}</strong> <span className="soft">{word}</span>
          <div className={styles.secret}>
            <code>{apiKey.secret ?? `${apiKey.prefix}…`}</code>
            {apiKey.secret === null || !live ? null : <CopyButton text={apiKey.secret} what="the key" />}
          </div>
          <span className="soft">
            made <Ago at={apiKey.createdAt} /> ·{' '}
            {apiKey.lastUsedAt === null ? (
              'never used'
            ) : (
              <>
                last used <Ago at={apiKey.lastUsedAt} />
              </>
            )}
            {apiKey.origins.length === 0 ? '' : ` · from ${apiKey.origins.join(', ')}`}
          </span>
        </div>
        {live ? (
          <div className={styles.acts}>
            <Button aria-expanded={connecting} onClick={() => setConnecting(!connecting)}>
              <span>
                Connect<span className="hidden-text"> with {apiKey.name}</span>
              </span>
            </Button>
            <Button onClick={() => setRevoking(true)} variant="subtle">
              <span>
                Revoke<span className="hidden-text"> {apiKey.name}</span>…
              </span>
            </Button>
          </div>
        ) : (
          <StateMark state="revoked" />
        )}
      </div>
      {connecting ? (
        <>
          {apiKey.secret === null ? <p className="soft">The secret was shown when the key was made; put it where the dots are.</p> : null}
          <SnippetTabs snippets={snippetsFor(apiKey.kind, location.origin, apiKey.secret ?? `${apiKey.prefix}…`, project)} />
        </>
      ) : null}
      {revoking ? <RevokeDialog apiKey={apiKey} close={() => setRevoking(false)} /> : null}
    </li>
  );
}
