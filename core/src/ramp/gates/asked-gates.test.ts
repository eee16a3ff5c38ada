import { describe, expect, it } from 'vitest';
import type { MetricProblem, MetricReading, UrlAnswer } from '../facts.ts';
import { at, STARTED } from '../test/scene.ts';
import { Gate, judge } from './index.ts';

const metric = Gate.parse({
  id: 'm',
  kind: 'prometheus',
  url: 'http://prometheus.example',
  query: 'errors / requests',
  limit: { above: 0.05 },
});
const floor = Gate.parse({ ...metric, limit: { below: 0.99 } });
const url = Gate.parse({ id: 'u', kind: 'http', mode: 'ask', url: 'https://shop.example/health' });

/** One reading every 15 seconds from the start. */
const readings = (...values: readonly (number | MetricProblem)[]) => ({
  readings: {
    m: values.map((value, index): MetricReading => {
      const when = STARTED + index * 15_000;
      return typeof value === 'number' ? { at: when, value } : { at: when, problem: value, detail: '' };
    }),
  },
});
const answers = (...statuses: readonly (number | 'unreachable' | 'timeout')[]) => ({
  answers: {
    u: statuses.map((status, index): UrlAnswer => {
      const when = STARTED + index * 15_000;
      return typeof status === 'number' ? { at: when, status } : { at: when, problem: status, detail: '' };
    }),
  },
});

describe('prometheus', () => {
  it('passes on three values within the limit, fails on three beyond it', () => {
    expect(judge(metric, at(1, readings(0.01, 0.02, 0.01))).verdict).toBe('pass');
    expect(judge(metric, at(1, readings(0.01, 0.2, 0.3, 0.4)))).toMatchObject({
      verdict: 'fail',
      says: 'the query answered 0.4 (at most 0.05), 3 times in a row',
    });
    expect(judge(floor, at(1, readings(0.5, 0.5, 0.5))).verdict).toBe('fail');
  });

  it('a misnamed metric, which finds nothing, never passes', () => {
    expect(judge(metric, at(1, readings('empty', 'empty', 'empty', 'empty')))).toMatchObject({
      verdict: 'unmeasurable',
      says: 'the query found nothing; is the metric named right?',
    });
  });

  it.each([['empty'], ['several'], ['refused'], ['unreachable'], ['timeout'], [Number.NaN]] as const)(
    '%s is no zero: it passes under no limit',
    (answer) => {
      for (const gate of [metric, floor]) {
        expect(judge(gate, at(1, readings(answer, answer, answer))).verdict).toBe('unmeasurable');
        expect(judge(gate, at(1.2, readings(0.5, 0.5, answer, answer))).verdict).not.toBe('pass');
      }
      expect(judge(metric, at(1.2, readings(0, 0, 0, answer))).verdict).toBe('unmeasurable');
    },
  );

  it('an infinite value breaks a limit that it crosses and passes under none', () => {
    const infinite = Number.POSITIVE_INFINITY;
    expect(judge(metric, at(1, readings(infinite, infinite, infinite))).verdict).toBe('fail');
    expect(judge(floor, at(1, readings(infinite, infinite, infinite))).verdict).toBe('unmeasurable');
  });

  it('a missing answer between bad ones does not forgive them, nor does it count as one', () => {
    expect(judge(metric, at(1.2, readings(0.2, 0.2, 'timeout', 0.2))).verdict).toBe('fail');
    expect(judge(metric, at(1, readings(0.2, 'timeout', 0.2))).verdict).not.toBe('fail');
  });

  it('a missing answer between good ones starts their row anew', () => {
    expect(judge(metric, at(1.2, readings(0, 0, 'timeout', 0))).verdict).toBe('collecting');
  });

  it('is unmeasurable when the source falls silent, though its last answers were good', () => {
    expect(judge(metric, at(1.4, readings(0, 0, 0, 0))).verdict).toBe('pass');
    expect(judge(metric, at(3, readings(0, 0, 0, 0))).verdict).toBe('unmeasurable');
    expect(judge(metric, at(3, {})).verdict).toBe('unmeasurable');
    expect(judge(metric, at(0.2, {})).verdict).toBe('collecting');
  });

  it('answers from before the stage do not count', () => {
    const before = readings(0, 0, 0);
    expect(judge(metric, at(2, before, { startedAt: STARTED + 60_000 })).verdict).toBe('unmeasurable');
  });
});

describe('http, asked', () => {
  it('passes on good answers, fails on three bad ones in a row', () => {
    expect(judge(url, at(1, answers(200, 204, 200))).verdict).toBe('pass');
    expect(judge(url, at(1, answers(500, 503, 404)))).toMatchObject({ verdict: 'fail', says: 'the URL answered 404, 3 times in a row' });
    expect(judge(url, at(1, answers(302, 302, 302))).verdict).toBe('fail');
  });

  it('no answer is unmeasurable: neither good nor bad', () => {
    expect(judge(url, at(1, answers('timeout', 'timeout', 'timeout', 'unreachable'))).verdict).toBe('unmeasurable');
  });
});

describe('http, reported', () => {
  const gate = Gate.parse({ id: 'e2e', kind: 'http', mode: 'report', check: 'e2e-eu' });
  const report = (version: string, ok: boolean, minute = 1) => ({ name: 'e2e-eu', version, ok, at: STARTED + minute * 60_000, url: null });

  it("counts a report for the ramp's build alone", () => {
    expect(judge(gate, at(5, { checks: [report('1.4.2', true)] })).verdict).toBe('pass');
    expect(judge(gate, at(5, { checks: [report('1.4.2', false)] })).verdict).toBe('fail');
    expect(judge(gate, at(5, { checks: [report('1.4.1', true)] }))).toMatchObject({
      verdict: 'collecting',
      waitsFor: 'check',
      says: 'waits for e2e-eu of build 1.4.2; the last report was for 1.4.1',
    });
    expect(judge(gate, at(5, { checks: [{ ...report('1.4.2', true), name: 'e2e-us' }] })).verdict).toBe('collecting');
  });

  it('the latest report for the build is the one that holds', () => {
    expect(judge(gate, at(5, { checks: [report('1.4.2', false), report('1.4.2', true, 2)] })).verdict).toBe('pass');
    expect(judge(gate, at(5, { checks: [report('1.4.2', true), report('1.4.2', false, 2), report('1.4.3', true, 3)] })).verdict).toBe(
      'fail',
    );
  });

  it('is unmeasurable when the ramp names no build', () => {
    expect(judge(gate, at(5, { checks: [report('1.4.2', true)] }, { build: null })).verdict).toBe('unmeasurable');
  });
});
