import { useEffect, useState } from 'react';
import { useClock } from '../live/clock.tsx';

/** A press that was on its way when the panel opened must not kill anything. */
export const ARM_MS = 500;

/** False until the panel has been open for half a second. */
export function useArmed(): boolean {
  const clock = useClock();
  const [armed, setArmed] = useState(false);
  useEffect(() => (armed ? undefined : clock.every(ARM_MS, () => setArmed(true))), [clock, armed]);
  return armed;
}
