import { z } from 'zod';
import { courseMisfits, Gates, Stages } from './plan.ts';
import { Policies } from './policies.ts';

/** A course that ramps of a project start from; its gates are complete, and a plan may change all of it. */
export const RampTemplate = z
  .strictObject({
    key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a template key is 1 to 63 of a-z, 0-9 and "-", and begins with a letter or digit'),
    name: z.string().trim().min(1).max(200),
    description: z.string().trim().max(1000).default(''),
    stages: Stages,
    gates: Gates.default([]),
    policies: Policies.prefault({}),
  })
  .superRefine((template, context) => {
    for (const { path, message } of courseMisfits(template)) context.addIssue({ code: 'custom', path, message });
  })
  .meta({ id: 'RampTemplate' });
export type RampTemplate = z.output<typeof RampTemplate>;

const COMPARED = [
  { id: 'errors', kind: 'errorRate', mode: 'relative' },
  { id: 'slow', kind: 'latency', mode: 'relative' },
  { id: 'shares', kind: 'sampleRatio' },
] as const;
const ARRIVED = { id: 'arrived', kind: 'propagation' } as const;
const MOSTLY_WORKS = { id: 'errors-at-most', kind: 'errorRate', mode: 'absolute', max: 5000 } as const;
const SIGNED = { id: 'signed-off', kind: 'approval', asks: 'dashboards reviewed and healthy' } as const;

const shipped = [
  {
    key: 'canary',
    name: 'Canary',
    description: 'A small group first, then wider over four and a half hours; each stage is compared with control.',
    stages: [
      { percent: 1000, holdSeconds: 1800 },
      { percent: 10_000, holdSeconds: 3600 },
      { percent: 25_000, holdSeconds: 3600 },
      { percent: 50_000, holdSeconds: 7200 },
      { percent: 100_000 },
    ],
    gates: [...COMPARED, ARRIVED],
  },
  {
    key: 'fast-canary',
    name: 'Fast canary',
    description: 'The same comparisons within half an hour, for traffic that shows harm in minutes.',
    stages: [
      { percent: 1000, holdSeconds: 300 },
      { percent: 10_000, holdSeconds: 600 },
      { percent: 50_000, holdSeconds: 900 },
      { percent: 100_000 },
    ],
    gates: [...COMPARED, ARRIVED],
  },
  {
    key: 'blue-green',
    name: 'Blue-green',
    description:
      'Nobody but testers, let in by a segment, until it is signed off; then everyone at once, watched for half an hour. Add http and Prometheus gates.',
    stages: [
      { percent: 0, gates: ['signed-off', 'arrived'] },
      { percent: 100_000, holdSeconds: 1800, gates: ['errors-at-most', 'arrived'] },
    ],
    gates: [SIGNED, ARRIVED, MOSTLY_WORKS],
  },
  {
    key: 'manual',
    name: 'Manual',
    description: 'Each stage waits for a person; harm still rolls back.',
    stages: [{ percent: 1000 }, { percent: 10_000 }, { percent: 25_000 }, { percent: 50_000 }, { percent: 100_000, gates: ['arrived'] }],
    gates: [...COMPARED, ARRIVED, SIGNED],
  },
];

/** The templates that every project begins with. */
export const SHIPPED_TEMPLATES: readonly RampTemplate[] = shipped.map((template) => RampTemplate.parse(template));
