import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon } from './icon.tsx';

/** Copies a text and says so, to the eye and to a screen reader. */
export function CopyButton({ text, what, labelled = false }: { text: string; what: string; labelled?: boolean }) {
  const clipboard = useClipboard({ timeout: 2_000 });
  const copy = () => clipboard.copy(text);
  const said = clipboard.copied ? 'Copied' : clipboard.error ? 'Could not copy' : `Copy ${what}`;
  const icon = <Icon name={clipboard.copied ? 'check' : 'copy'} />;
  const announcement = (
    <span aria-live="polite" className="hidden-text">
      {clipboard.copied ? 'Copied' : ''}
    </span>
  );
  if (labelled) {
    return (
      <>
        <Button leftSection={icon} onClick={copy}>
          {said}
        </Button>
        {announcement}
      </>
    );
  }
  return (
    <>
      <Tooltip label={said}>
        <ActionIcon aria-label={`Copy ${what}`} onClick={copy}>
          {icon}
        </ActionIcon>
      </Tooltip>
      {announcement}
    </>
  );
}
