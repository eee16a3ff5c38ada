import { z } from 'zod';
import type { SignOff } from '../facts.ts';
import { collecting, defineGate, fail, GateId, pass } from '../gate.ts';

const Approval = z
  .strictObject({
    id: GateId,
    kind: z.literal('approval'),
    people: z.int().min(1).max(10).default(1).meta({ description: 'How many must sign off.' }),
    role: z.string().trim().min(1).max(60).exactOptional().meta({ description: 'Who may; without it, anyone who is signed in.' }),
    asks: z.string().trim().max(500).default('').meta({ description: 'What they sign, such as "dashboard reviewed and healthy".' }),
  })
  .meta({ id: 'ApprovalGate', description: 'Passes when the wanted number of people signed off; fails when one refuses.' });

/** Each person's latest word. */
function latestWords(signOffs: readonly SignOff[], role: string | undefined): SignOff[] {
  const allowed = signOffs.filter(({ roles }) => role === undefined || roles.includes(role));
  return [...new Map(allowed.map((signOff) => [signOff.person, signOff])).values()];
}

/** Whether people signed the stage off. */
export const approval = defineGate({
  schema: Approval,
  judge: ({ people, role, asks }, { facts }) => {
    const words = latestWords(facts.signOffs, role);
    const refusal = words.find(({ approves }) => !approves);
    if (refusal !== undefined) {
      return fail(`${refusal.name} refused${refusal.note === '' ? '' : `: ${refusal.note}`}`, { by: refusal.name, at: refusal.at });
    }
    const names = words.map(({ name }) => name).join(', ');
    const evidence = { signed: words.length, wanted: people, by: names };
    if (words.length >= people) return pass(`signed off by ${names}`, evidence);
    const who = role === undefined ? '' : ` with the role ${role}`;
    return collecting('person', `${words.length} of ${people} sign-offs${who}${asks === '' ? '' : `: ${asks}`}`, evidence);
  },
});
