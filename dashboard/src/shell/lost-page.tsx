import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Blank } from '../ui/blank.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';

/** An address that no page has. */
export function LostPage() {
  return (
    <main>
      <Blank act={<Home />} title="There is no page at this address">
        It may have been renamed or archived, or the link was cut off on its way.
      </Blank>
    </main>
  );
}

/** A project, environment or page within one that does not exist. */
export function LostPlace() {
  return (
    <Blank act={<Home />} title="There is nothing here">
      The project, environment or flag in this address does not exist, or you may not see it.
    </Blank>
  );
}

/** A page that failed to load or to draw. */
export function BrokenPage({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <main style={{ maxWidth: '40rem', margin: '3rem auto', padding: '0 1rem' }}>
      <ProblemNote error={error} retry={reset} />
    </main>
  );
}

const Home = () => (
  <Button component={Link} to="/" variant="filled">
    Go to the flags
  </Button>
);
