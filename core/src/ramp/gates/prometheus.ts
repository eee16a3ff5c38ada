import { z } from 'zod';
import { judgeReadings, type Reading } from '../by-reading.ts';
import type { MetricReading } from '../facts.ts';
import { defineGate, GateId } from '../gate.ts';
import { Consecutive, EverySeconds } from '../settings.ts';

const Limit = z
  .union([z.strictObject({ above: z.number() }), z.strictObject({ below: z.number() })])
  .meta({ id: 'MetricLimit', description: 'Above or below which a value is bad.' });

const Prometheus = z
  .strictObject({
    id: GateId,
    kind: z.literal('prometheus'),
    url: z.url({ protocol: /^https?$/ }).meta({ description: 'Address of the Prometheus server.' }),
    query: z.string().trim().min(1).max(4000).meta({ description: 'PromQL that answers one number.' }),
    limit: Limit,
    consecutive: Consecutive,
    everySeconds: EverySeconds,
  })
  .meta({ id: 'PrometheusGate', description: 'Fails when a PromQL query crosses its limit several times in a row.' });

type Limit = z.output<typeof Limit>;

const crosses = (value: number, limit: Limit) => ('above' in limit ? value > limit.above : value < limit.below);
const limitText = (limit: Limit) => ('above' in limit ? `at most ${limit.above}` : `at least ${limit.below}`);

const PROBLEMS = {
  empty: 'the query found nothing; is the metric named right?',
  several: 'the query found several series; it must answer one number',
  refused: 'Prometheus refused the query',
  unreachable: 'Prometheus could not be reached',
  timeout: 'Prometheus did not answer in time',
} as const;

/** A number that is none never passes; an infinite one counts only where it crosses the limit. */
function read(reading: MetricReading, limit: Limit): Reading {
  const { at } = reading;
  if ('problem' in reading) {
    const says = reading.detail === '' ? PROBLEMS[reading.problem] : `${PROBLEMS[reading.problem]} (${reading.detail})`;
    return { at, found: 'nothing', says, evidence: { problem: reading.problem } };
  }
  const { value } = reading;
  const says = `the query answered ${value} (${limitText(limit)})`;
  const evidence = { value: String(value), ...limit };
  if (crosses(value, limit)) return { at, found: 'bad', says, evidence };
  return { at, found: Number.isFinite(value) ? 'good' : 'nothing', says, evidence };
}

/** Whether a metric in Prometheus stays within its limit. */
export const prometheus = defineGate({
  schema: Prometheus,
  judge: (gate, view) => {
    const readings = view.facts.readings[gate.id] ?? [];
    return judgeReadings(
      gate,
      readings.map((reading) => read(reading, gate.limit)),
      view,
    );
  },
});
