import { describe, expect, it } from 'vitest';
import { at, bothSources, HEALTHY, NOTHING } from '../test/scene.ts';
import { Gate, judge } from './index.ts';

const gates = [
  Gate.parse({ id: 'errors', kind: 'errorRate', mode: 'relative' }),
  Gate.parse({ id: 'slow', kind: 'latency', mode: 'relative' }),
];
const harm = { since: 0, at: 0, candidate: 9, control: 1 };
const harmful = { errors: bothSources(harm), slow: bothSources(harm) };

describe.each(gates)('$kind compared with control', (gate) => {
  it('passes with enough units of both arms, fresh reports, a matching split and no harm', () => {
    expect(judge(gate, at(60)).verdict).toBe('pass');
  });

  it('fails on harm, and says how many units of each arm met it', () => {
    const judged = judge(gate, at(60, harmful));
    expect(judged).toMatchObject({ verdict: 'fail', evidence: { candidateUnits: 9, controlUnits: 1, tolerated: 1.25 } });
    expect(judged.says).toMatch(/^9 units of the candidate and 1 of control met/);
    expect(judged.only).toBeUndefined();
  });

  it('fails on harm before there are enough units, and when reports have stopped', () => {
    expect(judge(gate, at(1, { ...harmful, sample: { candidate: 9, control: 80, rate: 1 } })).verdict).toBe('fail');
    expect(judge(gate, at(1, { ...harmful, telemetry: { reporting: 20, fresh: 3 } })).verdict).toBe('fail');
  });

  it('never passes without any traffic', () => {
    expect(judge(gate, at(60, NOTHING)).verdict).not.toBe('pass');
    expect(judge(gate, at(60, { ...NOTHING, slowBoundary: HEALTHY.slowBoundary })).verdict).toBe('unmeasurable');
  });

  it('is unmeasurable when traffic stops midway, however healthy it was', () => {
    const judged = judge(gate, at(60, { telemetry: { reporting: 20, fresh: 17 } }));
    expect(judged).toMatchObject({ verdict: 'unmeasurable', says: '3 of 20 instances that reported have not for 30 s' });
    expect(judge(gate, at(60, { telemetry: { reporting: 20, fresh: 18 } })).verdict).toBe('pass');
  });

  it('does not pass after three requests: each arm needs its units', () => {
    expect(judge(gate, at(60, { sample: { candidate: 3, control: 27, rate: 1 } }))).toMatchObject({
      verdict: 'collecting',
      waitsFor: 'data',
      says: '3 of 100 units of the candidate seen in this stage',
    });
    expect(judge(gate, at(60, { sample: { candidate: 100, control: 99, rate: 1 } }, { share: 0.5 })).verdict).toBe('collecting');
  });

  it('estimates units from a thinned sample', () => {
    expect(judge(gate, at(60, { sample: { candidate: 10, control: 90, rate: 0.1 } })).verdict).toBe('pass');
    expect(judge(gate, at(60, { sample: { candidate: 9, control: 91, rate: 0.1 } })).verdict).toBe('collecting');
  });

  it('is unmeasurable when the shares of units differ from the allocation, harm or not', () => {
    const lost = { sample: { candidate: 500, control: 9000, rate: 1 } };
    expect(judge(gate, at(60, lost)).verdict).toBe('unmeasurable');
    expect(judge(gate, at(60, { ...harmful, ...lost })).verdict).toBe('unmeasurable');
  });

  it('is unmeasurable where candidate and control are not both served', () => {
    for (const share of [0, 1]) expect(judge(gate, at(60, harmful, { share })).verdict).toBe('unmeasurable');
  });

  it('marks harm that only browsers report', () => {
    const healthy = { since: 0, at: 0, candidate: 5, control: 45 };
    const judged = judge(gate, at(60, { errors: { servers: [healthy], all: [harm] }, slow: { servers: [healthy], all: [harm] } }));
    expect(judged).toMatchObject({ verdict: 'fail', only: 'browsers' });
  });

  it('tolerates what it was told to tolerate', () => {
    const more = { since: 0, at: 0, candidate: 120, control: 900 };
    expect(judge(gate, at(60, { errors: bothSources(more), slow: bothSources(more) })).verdict).toBe('pass');
  });

  it('finds harm that begins late, from the starting point before it', () => {
    const points = [0, 18].map((slot) => ({ stage: 0, slot, share: 0.1, openedAt: 0 }));
    const history = { since: 0, at: 0, candidate: 400, control: 3600 };
    const late = [history, { since: 0, at: 1, candidate: 8, control: 2 }];
    const facts = { errors: { servers: late, all: late }, slow: { servers: late, all: late } };
    expect(judge(gate, at(55, facts, { points })).verdict).toBe('fail');
    expect(judge(gate, at(55, facts, { points: points.slice(0, 1).concat({ ...points[0]!, slot: 0 }) })).evidence.sincePoint).toBe(1);
  });
});

it('the relative latency gate waits until control has settled what is slow', () => {
  const judged = judge(gates[1]!, at(5, { slowBoundary: { controlRequests: 312, boundaryMs: null } }));
  expect(judged).toMatchObject({ verdict: 'collecting', says: '312 of 1000 requests of control seen that settle what is slow' });
});

describe('sampleRatio', () => {
  const gate = Gate.parse({ id: 'shares', kind: 'sampleRatio' });

  it('passes when units came in the shares of the allocation', () => {
    expect(judge(gate, at(60)).verdict).toBe('pass');
  });

  it('fails when the candidate lost units, and says how many there should be', () => {
    const judged = judge(gate, at(60, { sample: { candidate: 500, control: 9000, rate: 1 } }));
    expect(judged).toMatchObject({ verdict: 'fail', says: '500 of 9500 sampled units are in the candidate, about 950 should be' });
  });

  it('passes neither on no units nor on stopped reports', () => {
    expect(judge(gate, at(60, NOTHING)).verdict).toBe('unmeasurable');
    expect(judge(gate, at(60, { sample: { candidate: 1, control: 9, rate: 1 } })).verdict).toBe('collecting');
    expect(judge(gate, at(60, { telemetry: { reporting: 20, fresh: 0 } })).verdict).toBe('unmeasurable');
  });
});
