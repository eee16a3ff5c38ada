import { describe, expect, it } from 'vitest';
import type { Propagation, SignOff } from '../facts.ts';
import { at, STARTED } from '../test/scene.ts';
import { Gate, judge } from './index.ts';

describe('approval', () => {
  const gate = Gate.parse({ id: 'ana', kind: 'approval', people: 2, role: 'operator', asks: 'dashboard reviewed and healthy' });
  const signOff = (person: string, approves = true, roles = ['operator']): SignOff => ({
    person,
    name: person,
    roles,
    approves,
    at: STARTED,
    note: approves ? '' : 'the graph looks odd',
  });

  it('passes when the wanted number of people with the role signed off, each counted once', () => {
    expect(judge(gate, at(1)).verdict).toBe('collecting');
    expect(judge(gate, at(1, { signOffs: [signOff('Ana'), signOff('Ana')] }))).toMatchObject({
      verdict: 'collecting',
      waitsFor: 'person',
      says: '1 of 2 sign-offs with the role operator: dashboard reviewed and healthy',
    });
    expect(judge(gate, at(1, { signOffs: [signOff('Ana'), signOff('Leo')] })).verdict).toBe('pass');
    expect(judge(gate, at(1, { signOffs: [signOff('Ana'), signOff('Leo', true, ['viewer'])] })).verdict).toBe('collecting');
  });

  it('fails when a person with the role refuses, until they change their mind', () => {
    const refused = [signOff('Ana'), signOff('Leo', false)];
    expect(judge(gate, at(1, { signOffs: refused }))).toMatchObject({ verdict: 'fail', says: 'Leo refused: the graph looks odd' });
    expect(judge(gate, at(1, { signOffs: [...refused, signOff('Leo')] })).verdict).toBe('pass');
    expect(judge(gate, at(1, { signOffs: [signOff('Eve', false, [])] })).verdict).toBe('collecting');
  });

  it('without a role, anyone who is signed in may', () => {
    const open = Gate.parse({ id: 'any', kind: 'approval' });
    expect(judge(open, at(1, { signOffs: [signOff('Eve', true, [])] })).verdict).toBe('pass');
  });
});

describe('propagation', () => {
  const gate = Gate.parse({ id: 'arrived', kind: 'propagation', min: 95_000, withinSeconds: 60 });
  const receipt = (confirmed: number, instances = 40): Propagation => ({
    revision: 12,
    committedAt: STARTED,
    instances,
    confirmed,
    behind: confirmed === instances ? [] : ['web-7'],
    silent: [],
  });

  it('passes once enough instances acknowledged the stage', () => {
    expect(judge(gate, at(0.1, { propagation: receipt(38) })).verdict).toBe('pass');
    expect(judge(gate, at(0.1, { propagation: receipt(37) })).verdict).toBe('collecting');
  });

  it('fails when too few did in time, and names who is behind', () => {
    expect(judge(gate, at(1, { propagation: receipt(37) }))).toMatchObject({
      verdict: 'fail',
      says: '37 of 40 instances acknowledged the stage within 60 s; behind: web-7',
    });
  });

  it('is unmeasurable, and never passes, when nobody is connected or there is no receipt', () => {
    expect(judge(gate, at(2, { propagation: receipt(0, 0) })).verdict).toBe('unmeasurable');
    expect(judge(gate, at(2, { propagation: null })).verdict).toBe('unmeasurable');
  });
});

describe('the settings of gates', () => {
  it('refuses a kind that does not exist, and settings that are none', () => {
    for (const wrong of [
      { id: 'x', kind: 'mood' },
      { id: 'x', kind: 'errorRate' },
      { id: 'x', kind: 'errorRate', mode: 'relative', tolerated: 0.5 },
      { id: 'x', kind: 'errorRate', mode: 'absolute', max: 1000, unknown: 1 },
      { id: 'X y', kind: 'approval' },
      { id: 'x', kind: 'prometheus', url: 'file:///etc/passwd', query: 'up', limit: { above: 1 } },
      { id: 'x', kind: 'prometheus', url: 'http://prometheus.example', query: 'up', limit: { above: 1, below: 0 } },
    ]) {
      expect(Gate.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
  });

  it('fills in the defaults that the pages name', () => {
    expect(Gate.parse({ id: 'errors', kind: 'errorRate', mode: 'relative' })).toMatchObject({ tolerated: 1.25, minUnits: 100 });
  });
});
