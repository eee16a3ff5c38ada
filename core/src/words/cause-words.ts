import type { z } from 'zod';
import type { Cause, Source } from '../schema/primitives.ts';

/** What was done, as the verb after a person's name: `Ana killed it`. */
export const CAUSE_WORDS: Readonly<Record<z.output<typeof Cause>, string>> = {
  edit: 'edited',
  ramp: 'ramped',
  rollback: 'rolled back',
  kill: 'killed',
  revive: 'revived',
  restore: 'restored',
  import: 'imported',
};

/** What was done to a flag; its first version was created, whatever the cause. */
export const deedWords = (cause: keyof typeof CAUSE_WORDS, version: number): string => (version <= 1 ? 'created' : CAUSE_WORDS[cause]);

/** From where it was done. */
export const SOURCE_WORDS: Readonly<Record<z.output<typeof Source>, string>> = {
  dashboard: 'dashboard',
  api: 'API',
  ramp: 'ramp',
  schedule: 'schedule',
  import: 'import',
  restore: 'restore',
  init: 'set-up file',
  emergency: 'emergency kill',
};
