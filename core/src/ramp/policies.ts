import { z } from 'zod';

/** What a ramp does by itself when it cannot simply go on. */
export const Policies = z
  .strictObject({
    alpha: z
      .number()
      .min(0.0001)
      .max(0.1)
      .default(0.01)
      .meta({ description: 'Chance that relative gates ever roll back a healthy ramp. Says nothing of other gates.' }),
    onFailure: z
      .enum(['rollBack', 'pause'])
      .default('rollBack')
      .meta({ description: 'What a failing gate does; `pause` also asks a person.' }),
    tooLittleData: z
      .strictObject({
        waitSeconds: z
          .int()
          .min(60)
          .max(30 * 86_400)
          .default(14_400),
        action: z.enum(['pause', 'rollBack', 'goOn']).default('pause'),
      })
      .prefault({})
      .meta({
        description: 'How long a stage waits after its hold, and what then. `goOn` needs every gate but those that collect data to pass.',
      }),
    unmeasurable: z
      .strictObject({ afterSeconds: z.int().min(0).max(86_400).default(300), action: z.enum(['wait', 'rollBack']).default('wait') })
      .prefault({})
      .meta({ description: 'What to do when a gate could not be measured for so long; it never passes.' }),
    browsers: z
      .enum(['pause', 'rollBack'])
      .default('pause')
      .meta({ description: 'What a failure does that only outcomes of client keys show: anyone who opens the page holds such a key.' }),
  })
  .meta({ id: 'RampPolicies' });
export type Policies = z.output<typeof Policies>;
