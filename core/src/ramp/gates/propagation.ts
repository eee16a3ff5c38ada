import { z } from 'zod';
import { collecting, defineGate, fail, GateId, pass, unmeasurable } from '../gate.ts';
import { Percent } from '../settings.ts';

const PropagationGate = z
  .strictObject({
    id: GateId,
    kind: z.literal('propagation'),
    min: Percent.default(99_000).meta({ description: 'Share of instances that must acknowledge the stage; 99,000 is 99 %.' }),
    withinSeconds: z.int().min(1).max(3600).default(60),
  })
  .meta({ id: 'PropagationGate', description: 'Fails when too few instances acknowledged the stage in time.' });

/** Whether instances have the stage. */
export const propagation = defineGate({
  schema: PropagationGate,
  judge: ({ min, withinSeconds }, { facts, now, startedAt }) => {
    const receipt = facts.propagation;
    const seconds = (now - (receipt?.committedAt ?? startedAt)) / 1000;
    const inTime = seconds < withinSeconds;
    if (receipt === null || receipt.instances === 0) {
      const says = receipt === null ? 'there is no receipt of this stage' : 'no instance is connected';
      return inTime ? collecting('data', says) : unmeasurable(says);
    }
    const { confirmed, instances, behind } = receipt;
    const evidence = { confirmed, instances, seconds, behind: behind.slice(0, 5).join(', ') };
    const says = `${confirmed} of ${instances} instances acknowledged the stage`;
    if (confirmed * 100_000 >= min * instances) return pass(says, evidence);
    if (inTime) return collecting('data', says, evidence);
    return fail(`${says} within ${withinSeconds} s${behind.length === 0 ? '' : `; behind: ${behind.slice(0, 5).join(', ')}`}`, evidence);
  },
});
