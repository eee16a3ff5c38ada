import { z } from 'zod';
import { Instant, Reason } from '../schema/primitives.ts';
import { GateId } from './gate.ts';

const Step = z.int().min(0).meta({ description: 'The step of the ramp that the sender saw; a command for another one is refused.' });
const careful = { step: Step, reason: Reason.default('') };
/** Never refused because the ramp has moved on meanwhile. */
const safe = { step: Step.exactOptional(), reason: Reason.default('') };

/** What people tell a ramp to do. */
export const RampCommand = z
  .discriminatedUnion('command', [
    z.strictObject({ command: z.literal('start'), ...careful }),
    z.strictObject({ command: z.literal('schedule'), ...careful, at: Instant }),
    z.strictObject({ command: z.literal('pause'), ...safe }),
    z.strictObject({
      command: z.literal('resume'),
      ...careful,
      override: z
        .array(GateId)
        .max(20)
        .default([])
        .meta({ description: 'Gates that the sender answers for in this stage; needs a reason.' }),
    }),
    z.strictObject({ command: z.literal('skip'), ...careful }),
    z.strictObject({ command: z.literal('finish'), ...careful }),
    z.strictObject({ command: z.literal('rollBack'), ...safe }),
    z.strictObject({ command: z.literal('cancel'), ...careful }),
  ])
  .meta({ id: 'RampCommand' });
export type RampCommand = z.output<typeof RampCommand>;
export type CommandName = RampCommand['command'];

/** In which states each command means something. */
export const COMMANDS = {
  start: ['draft', 'scheduled'],
  schedule: ['draft', 'scheduled'],
  pause: ['running', 'waiting'],
  resume: ['paused'],
  skip: ['running', 'waiting'],
  finish: ['running', 'waiting'],
  rollBack: ['running', 'waiting', 'paused', 'completed'],
  cancel: ['draft', 'scheduled'],
} as const satisfies Record<CommandName, readonly string[]>;

/** States in which a command has been carried out already, so that sending it twice is harmless. */
export const DONE = {
  start: [],
  schedule: [],
  pause: ['paused'],
  resume: [],
  skip: [],
  finish: [],
  rollBack: ['rolling_back', 'rolled_back'],
  cancel: ['cancelled'],
} as const satisfies Record<CommandName, readonly string[]>;
