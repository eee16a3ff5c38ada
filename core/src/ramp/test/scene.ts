import type { Facts } from '../facts.ts';
import type { StageView } from '../gate.ts';

export const STARTED = Date.UTC(2026, 10, 23, 9, 0);
export const MINUTE = 60_000;

/** Facts of a stage in which nothing has happened yet. */
export const NOTHING: Facts = {
  telemetry: { reporting: 0, fresh: 0 },
  errors: { servers: [], all: [] },
  slow: { servers: [], all: [] },
  slowBoundary: { controlRequests: 0, boundaryMs: null },
  sample: { candidate: 0, control: 0, rate: 1 },
  minutes: { servers: [], all: [] },
  readings: {},
  answers: {},
  checks: [],
  signOffs: [],
  propagation: null,
  instancesBelow: [],
  flag: { version: 7, killed: false },
};

/** Facts of a healthy stage at 10 %, an hour after it began. */
export const HEALTHY: Facts = {
  ...NOTHING,
  telemetry: { reporting: 20, fresh: 20 },
  errors: bothSources({ since: 0, at: 0, candidate: 5, control: 45 }),
  slow: bothSources({ since: 0, at: 0, candidate: 11, control: 99 }),
  slowBoundary: { controlRequests: 4000, boundaryMs: 310 },
  sample: { candidate: 1005, control: 8995, rate: 1 },
  propagation: { revision: 12, committedAt: STARTED, instances: 20, confirmed: 20, behind: [], silent: [] },
};

export function bothSources<Part>(part: Part) {
  return { servers: [part], all: [part] };
}

/** A stage at 10 %, the ramp's first, looked at after this many minutes. */
export function at(minutes: number, facts: Partial<Facts> = {}, view: Partial<StageView> = {}): StageView {
  return {
    now: STARTED + minutes * MINUTE,
    facts: { ...HEALTHY, ...facts },
    stage: 0,
    startedAt: STARTED,
    share: 0.1,
    points: [{ stage: 0, slot: 0, share: 0.1, openedAt: STARTED }],
    assurance: { alpha: 0.01, stages: 4, metrics: 2 },
    build: '1.4.2',
    forgiven: {},
    ...view,
  };
}
