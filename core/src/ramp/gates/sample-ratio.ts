import { z } from 'zod';
import { defineGate, fail, GateId, pass, unmeasurable } from '../gate.ts';
import { silence, tooFewUnits } from '../relative.ts';
import { MinUnits } from '../settings.ts';
import { logMismatch, MISMATCH_LIMIT } from '../statistics/coin.ts';

const SampleRatio = z
  .strictObject({ id: GateId, kind: z.literal('sampleRatio'), minUnits: MinUnits })
  .meta({ id: 'SampleRatioGate', description: "Fails when the candidate's share of units differs from the allocation." });

/** Whether units came in the shares that the allocation says; where not, outcomes of one arm are lost and nothing compared is believed. */
export const sampleRatio = defineGate({
  schema: SampleRatio,
  compares: () => 'shares',
  judge: ({ minUnits }, view) => {
    const { share, facts } = view;
    if (share <= 0 || share >= 1) return unmeasurable('candidate and control are not both served, so there is no ratio');
    const { candidate, control } = facts.sample;
    const log = logMismatch(facts.sample, share);
    const expected = Math.round(share * (candidate + control));
    const evidence = { candidate, control, expected, share, logMismatch: log, logLimit: Math.log(MISMATCH_LIMIT) };
    const says = `${candidate} of ${candidate + control} sampled units are in the candidate, about ${expected} should be`;
    if (log >= Math.log(MISMATCH_LIMIT)) return fail(says, evidence);
    return silence(view) ?? tooFewUnits(minUnits, view) ?? pass(says, evidence);
  },
});
