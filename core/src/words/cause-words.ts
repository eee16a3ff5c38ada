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
