import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { flagsQuery } from '../api/flags.ts';
import { ActTitle } from '../shell/environment-word.tsx';
import { usePlace } from '../shell/use-place.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { KillList } from './kill-list.tsx';

/** Stop it now, from any page: the panel is the confirmation. */
export function KillPanel({ opened, close, first }: { opened: boolean; close: () => void; first: string | undefined }) {
  return (
    <Drawer onClose={close} opened={opened} padding="md" size="lg" title={<ActTitle>Kill a flag</ActTitle>}>
      <Body first={first} />
    </Drawer>
  );
}

function Body({ first }: { first: string | undefined }) {
  const place = usePlace();
  const flags = useQuery(flagsQuery(place));
  if (flags.isPending) return <p className="soft">Reading the flags…</p>;
  if (flags.data === undefined) return <ProblemNote error={flags.error} retry={() => flags.refetch()} />;
  if (flags.data.length === 0) return <p className="soft">There are no flags to kill.</p>;
  return <KillList first={first} flags={flags.data} />;
}
