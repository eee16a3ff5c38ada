import { Tabs } from '@mantine/core';
import { CopyButton } from '../ui/copy-button.tsx';
import styles from './keys.module.css';
import type { Snippet } from './snippets.ts';

/** Code to paste, one tab a language. */
export function SnippetTabs({ snippets }: { snippets: readonly Snippet[] }) {
  return (
    <Tabs defaultValue={snippets[0]?.label ?? null}>
      <Tabs.List>
        {snippets.map(({ label }) => (
          <Tabs.Tab key={label} value={label}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ label, code }) => (
        <Tabs.Panel key={label} value={label}>
          <div className={styles.snippet}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
            <pre tabIndex={0}>{code}</pre>
            <div className={styles.copy}>
              <CopyButton text={code} what={`the ${label} snippet`} />
            </div>
          </div>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
