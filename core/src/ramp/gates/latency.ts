import { z } from 'zod';
import { judgeMinutes } from '../by-minute.ts';
import { judgeBySource } from '../by-source.ts';
import { collecting, defineGate, GateId } from '../gate.ts';
import { judgeRelative } from '../relative.ts';
import { Consecutive, MinRequests, MinUnits, Quantile, Tolerated } from '../settings.ts';
import { BOUNDARY_REQUESTS, quantileMs } from '../statistics/latency-histogram.ts';

const Relative = z
  .strictObject({
    id: GateId,
    kind: z.literal('latency'),
    mode: z.literal('relative'),
    q: Quantile.meta({ description: "What is slow: above this quantile of control's first 1,000 requests." }),
    tolerated: Tolerated,
    minUnits: MinUnits,
  })
  .meta({ id: 'RelativeLatencyGate', description: "Fails when the candidate's units meet slow requests more often than control's." });

const Absolute = z
  .strictObject({
    id: GateId,
    kind: z.literal('latency'),
    mode: z.literal('absolute'),
    q: Quantile,
    maxMs: z.number().positive().max(120_000).meta({ description: 'Milliseconds.' }),
    minRequests: MinRequests,
    consecutive: Consecutive,
  })
  .meta({
    id: 'AbsoluteLatencyGate',
    description: "Fails when a quantile of the candidate's latencies is too long, several minutes in a row.",
  });

/** Whether the candidate is slow: more often than control, or beyond a fixed time. */
export const latency = defineGate({
  schema: z.discriminatedUnion('mode', [Relative, Absolute]),
  compares: ({ mode }) => (mode === 'relative' ? 'slow' : null),
  judge: (gate, view) => {
    if (gate.mode === 'relative') {
      const { boundaryMs, controlRequests } = view.facts.slowBoundary;
      if (boundaryMs !== null) return judgeRelative(gate, view.facts.slow, `requests slower than ${Math.round(boundaryMs)} ms`, view);
      const seen = `${controlRequests} of ${BOUNDARY_REQUESTS} requests of control seen that settle what is slow`;
      return collecting('data', seen, { controlRequests, needed: BOUNDARY_REQUESTS });
    }
    return judgeBySource(view.facts.minutes, (minutes) =>
      judgeMinutes(
        gate,
        minutes,
        ({ requests, latencies }) => {
          const ms = quantileMs(latencies, gate.q) ?? 0;
          const says = `${gate.q * 100} % of ${requests} requests took up to ${Math.round(ms)} ms (at most ${gate.maxMs} ms)`;
          return { breaks: ms > gate.maxMs, says, evidence: { requests, ms, maxMs: gate.maxMs, q: gate.q } };
        },
        view,
      ),
    );
  },
});

/** The quantile of control above which requests of a ramp are slow; null when no gate compares latencies. */
export function slowQuantile(gates: readonly { readonly kind: string }[]): number | null {
  for (const gate of gates) {
    const found = Relative.safeParse(gate);
    if (found.success) return found.data.q;
  }
  return null;
}
