import { z } from 'zod';

/** Whether what the candidate wrote can be read without it: always, until a stage (counted from 1, inclusive), or never. */
export const DataSafe = z.union([z.enum(['yes', 'no']), z.strictObject({ untilStage: z.int().min(1).max(20) })]).meta({ id: 'DataSafe' });

/** How a ramp goes back, decided before it starts. */
export const RollbackPlan = z
  .strictObject({
    to: z
      .enum(['held', 'offVariant', 'stageBefore'])
      .default('held')
      .meta({ description: 'The serve as it was before the ramp, the off value, or the stage before.' }),
    dataSafe: DataSafe,
    loses: z.string().trim().max(1000).default('').meta({ description: 'What going back loses, for the person who must choose.' }),
    runbook: z.url({ protocol: /^https?$/ }),
    tells: z
      .array(z.string().min(1).max(100))
      .min(1)
      .max(20)
      .meta({ description: 'Destinations of its messages; each must have taken a test message.' }),
  })
  .refine(({ dataSafe, loses }) => dataSafe === 'yes' || loses !== '', { path: ['loses'], message: 'say what going back loses' })
  .meta({ id: 'RollbackPlan' });
export type RollbackPlan = z.output<typeof RollbackPlan>;

/** Whether a gate may roll back by itself while this stage (counted from 0) is served. */
export function isDataSafe({ dataSafe }: RollbackPlan, stage: number): boolean {
  if (dataSafe === 'yes' || dataSafe === 'no') return dataSafe === 'yes';
  return stage < dataSafe.untilStage;
}
