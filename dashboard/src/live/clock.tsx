import { createContext, type PropsWithChildren, useContext, useEffect, useState } from 'react';

/** Milliseconds since the epoch, and a beat; a test passes its own. */
export interface PageClock {
  now(): number;
  every(milliseconds: number, run: () => void): () => void;
}

const pageClock: PageClock = {
  now: () => Date.now(),
  every(milliseconds, run) {
    const timer = setInterval(run, milliseconds);
    return () => clearInterval(timer);
  },
};

const Clock = createContext(pageClock);

export const ClockProvider = ({ clock, children }: PropsWithChildren<{ clock: PageClock }>) => <Clock value={clock}>{children}</Clock>;

export const useClock = () => useContext(Clock);

/** The time, read again every so many milliseconds while it is shown. */
export function useNow(every: number): number {
  const clock = useClock();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => clock.every(every, () => setNow(clock.now())), [clock, every]);
  return now;
}
