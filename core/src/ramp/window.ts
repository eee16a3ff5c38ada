import { z } from 'zod';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

function knowsZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** When a ramp may go on: on these days of the week, from one local time to another, by the clocks of a named zone. */
export const Window = z
  .strictObject({
    zone: z
      .string()
      .max(60)
      .refine(knowsZone, 'a time zone has a name such as Europe/Berlin')
      .meta({ description: 'IANA name, such as Europe/Berlin.' }),
    days: z.array(z.int().min(1).max(7)).min(1).max(7).meta({ description: 'ISO days of the week: 1 is Monday.' }),
    from: z.string().regex(TIME, 'a time is like 09:00').meta({ description: 'Local time, inclusive.' }),
    to: z
      .string()
      .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time is like 16:00')
      .meta({ description: 'Local time of the same day, exclusive; 24:00 is midnight.' }),
  })
  .refine(({ from, to }) => from < to, 'a window ends after it begins, on the same day; make two for one that spans midnight')
  .meta({ id: 'RampWindow' });

export type Window = z.output<typeof Window>;

/** Minutes after local midnight of a time such as `09:30`. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
