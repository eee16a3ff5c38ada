import { describe, expect, it } from 'vitest';
import type { OutcomeMinute } from '../facts.ts';
import { latencyBucket } from '../statistics/latency-histogram.ts';
import { at, MINUTE, STARTED } from '../test/scene.ts';
import { Gate, judge } from './index.ts';

/** Minutes from the start; `bad` of 100 requests of each fail and take two seconds, the others 50 ms. */
function minutes(...bad: readonly (number | null)[]) {
  const rows = bad.flatMap((n, index): OutcomeMinute[] => {
    if (n === null) return [];
    const latencies = { [latencyBucket(50)]: 100 - n, [latencyBucket(2000)]: n };
    return [{ at: STARTED + index * MINUTE, requests: 100, errors: n, latencies }];
  });
  return { minutes: { servers: rows, all: rows } };
}

const thin = (bad: number, requests: number, minute: number): OutcomeMinute => ({
  at: STARTED + minute * MINUTE,
  requests,
  errors: bad,
  latencies: { [latencyBucket(2000)]: bad, [latencyBucket(50)]: requests - bad },
});

const gates = [
  Gate.parse({ id: 'errors', kind: 'errorRate', mode: 'absolute', max: 1000 }),
  Gate.parse({ id: 'slow', kind: 'latency', mode: 'absolute', maxMs: 500 }),
];

describe.each(gates)('$kind against a limit', (gate) => {
  it('passes while minutes stay within it', () => {
    expect(judge(gate, at(4.5, minutes(0, 1, 0, 0))).verdict).toBe('pass');
  });

  it('fails when three whole minutes in a row break it', () => {
    const judged = judge(gate, at(4.5, minutes(0, 5, 6, 7)));
    expect(judged.verdict).toBe('fail');
    expect(judged.says).toMatch(/3 minutes in a row$/);
  });

  it('does not fail on the minute that is not over', () => {
    expect(judge(gate, at(3.9, minutes(0, 5, 6, 7))).verdict).toBe('collecting');
    expect(judge(gate, at(4.1, minutes(0, 5, 6, 7))).verdict).toBe('collecting');
  });

  it('does not pass while the latest minute breaks it', () => {
    expect(judge(gate, at(4.5, minutes(0, 0, 0, 9)))).toMatchObject({ verdict: 'collecting', waitsFor: 'data' });
  });

  it('a good minute between bad ones starts the row anew', () => {
    expect(judge(gate, at(5.5, minutes(9, 9, 0, 9, 9))).verdict).not.toBe('fail');
  });

  it('a thin minute neither counts nor forgives', () => {
    const rows = [...minutes(9, 9).minutes.all, thin(0, 5, 2), ...minutes(null, null, null, 9).minutes.all];
    expect(judge(gate, at(4.5, { minutes: { servers: rows, all: rows } })).verdict).toBe('fail');
  });

  it('does not pass after three requests', () => {
    const rows = [0, 1, 2].map((minute) => thin(0, 1, minute));
    expect(judge(gate, at(3.5, { minutes: { servers: rows, all: rows } })).verdict).toBe('collecting');
  });

  it('is unmeasurable without any traffic, and never passes', () => {
    expect(judge(gate, at(1, minutes())).verdict).toBe('collecting');
    expect(judge(gate, at(10, minutes()))).toMatchObject({
      verdict: 'unmeasurable',
      says: 'no request of the candidate has been reported in this stage',
    });
  });

  it('is unmeasurable once traffic has stopped, though it was healthy', () => {
    expect(judge(gate, at(6.5, minutes(0, 0, 0, 0))).verdict).toBe('pass');
    expect(judge(gate, at(8, minutes(0, 0, 0, 0)))).toMatchObject({
      verdict: 'unmeasurable',
      says: 'the candidate had requests, and they stopped',
    });
  });

  it('marks a breach that only browsers report', () => {
    const facts = { minutes: { servers: minutes(0, 0, 0, 0).minutes.all, all: minutes(9, 9, 9, 9).minutes.all } };
    expect(judge(gate, at(4.5, facts))).toMatchObject({ verdict: 'fail', only: 'browsers' });
  });
});

it('exactly the limit is within it', () => {
  expect(judge(gates[0]!, at(4.5, minutes(1, 1, 1, 1))).verdict).toBe('pass');
});
