import { z } from 'zod';
import { judgeMinutes } from '../by-minute.ts';
import { judgeBySource } from '../by-source.ts';
import { defineGate, GateId } from '../gate.ts';
import { judgeRelative } from '../relative.ts';
import { Consecutive, MinRequests, MinUnits, Percent, percentOf, Tolerated } from '../settings.ts';

const Relative = z
  .strictObject({ id: GateId, kind: z.literal('errorRate'), mode: z.literal('relative'), tolerated: Tolerated, minUnits: MinUnits })
  .meta({ id: 'RelativeErrorRateGate', description: "Fails when the candidate's units fail more often than control's." });

const Absolute = z
  .strictObject({
    id: GateId,
    kind: z.literal('errorRate'),
    mode: z.literal('absolute'),
    max: Percent.meta({ description: 'More than this share of requests failing breaks the limit; 1,000 is 1 %.' }),
    minRequests: MinRequests,
    consecutive: Consecutive,
  })
  .meta({ id: 'AbsoluteErrorRateGate', description: "Fails when too many of the candidate's requests fail, several minutes in a row." });

/** Whether the candidate fails: more than control does, or more than a fixed share of its requests. */
export const errorRate = defineGate({
  schema: z.discriminatedUnion('mode', [Relative, Absolute]),
  compares: ({ mode }) => (mode === 'relative' ? 'errors' : null),
  judge: (gate, view) => {
    if (gate.mode === 'relative') return judgeRelative(gate, view.facts.errors, 'failures', view);
    return judgeBySource(view.facts.minutes, (minutes) =>
      judgeMinutes(
        gate,
        minutes,
        ({ requests, errors }) => ({
          breaks: errors > (gate.max / 100_000) * requests,
          says: `${percentOf(errors, requests)} of ${requests} requests failed (at most ${gate.max / 1000} %)`,
          evidence: { requests, errors, max: gate.max },
        }),
        view,
      ),
    );
  },
});
