import { describe, expect, it } from 'vitest';
import type { Condition } from '../evaluate/flag.ts';
import { OPERATORS } from '../evaluate/operators.ts';
import {
  bucketsOf,
  changesBetween,
  conditionSentence,
  type FlagBody,
  killSentence,
  OPERATOR_WORDS,
  ordinal,
  percentText,
  plain,
  reviveSentence,
  ruleSentence,
  serveSentence,
  servesSentence,
  testFault,
} from './index.ts';

const is = (attribute: string, operator: string, ...values: (string | number)[]): Condition => ({ attribute, operator, values });
const says = (condition: Condition) => plain(conditionSentence(condition));

type Configuration = NonNullable<FlagBody['configuration']>;
const configuration = (over: Partial<Configuration> = {}): Configuration => ({
  enabled: true,
  offVariant: 'off',
  prerequisites: [],
  rules: [],
  fallthrough: { variant: 'on' },
  whenStale: 'keep',
  ...over,
});
const staff = { id: 'staff', name: 'staff', when: is('email', 'endsWith', '@shop.example'), serve: { variant: 'on' } };
const beta = { id: 'beta', name: 'beta users', when: is('plan', 'in', 'beta'), serve: { split: { weights: { on: 10_000, off: 90_000 } } } };
const europe = { id: 'europe', when: is('country', 'in', 'DE', 'FR'), serve: { variant: 'off' } };
const between = (before: FlagBody, after: FlagBody) => changesBetween(before, after).map((note) => `${note.mark}: ${plain(note.sentence)}`);

describe('conditions in words', () => {
  it('says one test as subject, verb and value', () => {
    expect(says(is('email', 'endsWith', '@shop.example'))).toBe('email ends with "@shop.example"');
  });
  it('says several values with "or", and "one of"', () => {
    expect(says(is('country', 'in', 'DE', 'FR', 'NL'))).toBe('country is one of "DE", "FR" or "NL"');
  });
  it('says one value of a list without "one of"', () => {
    expect(says({ not: is('country', 'in', 'DE') })).toBe('country is not "DE"');
  });
  it('counts the values after the eighth', () => {
    expect(says(is('id', 'in', ...Array.from({ length: 20 }, (_, n) => n)))).toBe('id is one of 0, 1, 2, 3, 4, 5, 6, 7 or 12 more');
  });
  it('brackets a group inside a group, and only there', () => {
    const nested: Condition = {
      all: [is('plan', 'in', 'pro'), { any: [is('seats', 'gte', 10), { attribute: 'trial', operator: 'exists' }] }],
    };
    expect(says(nested)).toBe('plan is "pro" and (seats is at least 10 or trial is present)');
  });
  it('negates a group as a whole', () => {
    expect(says({ not: { any: [is('a', 'in', 1), is('b', 'in', 2)] } })).toBe('not (a is 1 or b is 2)');
  });
  it('undoes a double negation', () => {
    expect(says({ not: { not: is('a', 'in', 1) } })).toBe('a is 1');
  });
  it('says "now" for an instant without values', () => {
    expect(says({ attribute: 'trialEnds', operator: 'after' })).toBe('trialEnds is after now');
  });
  it('mentions that letter case does not matter', () => {
    expect(says({ attribute: 'name', operator: 'contains', values: ['x'], ignoreCase: true })).toBe('name contains "x" in any letter case');
  });
  it('joins the values of "all of" with "and", and leaves regions unquoted', () => {
    expect(says(is('roles', 'allOf', 'a', 'b'))).toBe('roles holds all of "a" and "b"');
    expect(says({ not: is('country', 'region', 'EU', 'US-CA') })).toBe('country is not in EU or US-CA');
  });
  it('says a remainder with its divisor', () => {
    expect(says(is('seat', 'modulo', 10, 3))).toBe('seat leaves 3 when divided by 10');
  });
  it('says what is wrong with the values of a test, and nothing when they will do', () => {
    const fault = (operator: string, ...values: (string | number)[]) => testFault({ attribute: 'a', operator, values });
    expect(fault('semverGte', '2.4')).toMatch('three numbers');
    expect(fault('in')).toBe('Give at least one value');
    expect([fault('semverGte', '2.4.0'), fault('exists'), fault('before'), fault('cidr', '10.0.0.0/8')]).toEqual([null, null, null, null]);
  });
  it('has words for every operator of the table', () => {
    expect(Object.keys(OPERATOR_WORDS).sort()).toEqual(Object.keys(OPERATORS).sort());
  });
  it('names an operator that it does not know instead of guessing', () => {
    expect(says(is('a', 'soundsLike', 'b'))).toBe('a soundsLike "b"');
  });
  it('says that an empty all always holds and an empty any never does', () => {
    expect([says({ all: [] }), says({ any: [] }), says({ not: { all: [] } })]).toEqual(['always', 'never', 'not always']);
  });
});

describe('serves in words', () => {
  it('leaves out variants that nobody gets', () => {
    expect(plain(serveSentence({ split: { weights: { on: 12_500, off: 87_500, other: 0 } } }))).toBe('on 12.5%, off 87.5%');
  });
  it('names the attribute of a split when it is not the targeting key', () => {
    expect(plain(serveSentence({ split: { weights: { on: 50_000, off: 50_000 }, by: ['company.id'] } }))).toBe(
      'on 50%, off 50% by company.id',
    );
  });
  it('says a rule from its condition to what it serves', () => {
    expect(plain(ruleSentence(beta))).toBe('if plan is "beta", serve on 10%, off 90%');
  });
  it('names rules, and counts those after the second', () => {
    const flag = { configuration: configuration({ rules: [staff, beta, europe] }), kill: null };
    expect(plain(servesSentence(flag))).toBe('on for staff; on 10%, off 90% for beta users; 1 more rule; otherwise on');
  });
  it('says the off value for a killed or disabled flag, whatever its rules are', () => {
    const killed = { configuration: configuration({ rules: [staff] }), kill: { at: '2026-01-01T00:00:00Z' } };
    expect(plain(servesSentence(killed))).toBe('off to everyone');
    expect(plain(servesSentence({ configuration: configuration({ enabled: false }), kill: null }))).toBe('off to everyone');
  });
  it('says what a kill and a revive will do before they are pressed', () => {
    const flag = { configuration: configuration({ fallthrough: beta.serve }), kill: null };
    expect(plain(killSentence(flag))).toBe('Kill serves off to everyone. Now: on 10%, off 90%.');
    expect(plain(reviveSentence({ ...flag, kill: { at: '2026-01-01T00:00:00Z' } }))).toBe('Revive serves on 10%, off 90%.');
  });
});

describe('changes in words', () => {
  it('finds nothing between equal versions, also when only ranges differ', () => {
    const ranges = [{ variant: 'on', start: 0, end: 10_000 }];
    const before = configuration({ fallthrough: beta.serve });
    const after = configuration({ fallthrough: { split: { ...beta.serve.split, ranges } } });
    expect(between({ configuration: before }, { configuration: after })).toEqual([]);
  });
  it('says a changed percentage with both sides', () => {
    const after = { ...beta, serve: { split: { weights: { on: 25_000, off: 75_000 } } } };
    expect(between({ configuration: configuration({ rules: [beta] }) }, { configuration: configuration({ rules: [after] }) })).toEqual([
      'changed: rule beta users: on 10%, off 90% to on 25%, off 75%',
    ]);
  });
  it('says which values a list gained and lost', () => {
    const after = { ...europe, when: is('country', 'in', 'DE', 'NL') };
    expect(between({ configuration: configuration({ rules: [europe] }) }, { configuration: configuration({ rules: [after] }) })).toEqual([
      'removed: rule country is one of "DE" or "FR": country without "FR"',
      'added: rule country is one of "DE" or "FR": country with "NL"',
    ]);
  });
  it('says added, removed and moved rules, moving as few as possible', () => {
    const gone = { ...staff, id: 'gone', name: 'gone' };
    const fresh = { ...staff, id: 'fresh', name: 'fresh' };
    const before = configuration({ rules: [staff, gone, beta, europe] });
    const after = configuration({ rules: [europe, staff, beta, fresh] });
    expect(between({ configuration: before }, { configuration: after })).toEqual([
      'removed: rule gone: if email ends with "@shop.example", serve on',
      'moved: rule country is one of "DE" or "FR": 4th to 1st',
      'added: rule fresh: if email ends with "@shop.example", serve on, 4th',
    ]);
  });
  it('says what enabling, the off value, prerequisites and the fallthrough became', () => {
    const after = configuration({
      enabled: false,
      offVariant: 'control',
      prerequisites: [{ flag: 'base', variants: ['on'] }],
      fallthrough: { variant: 'off' },
      whenStale: 'off',
    });
    expect(between({ configuration: configuration() }, { configuration: after })).toEqual([
      'changed: disabled: serves control to everyone',
      'changed: off value: off to control',
      'added: prerequisite: base serves on',
      'changed: otherwise: on to off',
      'changed: after losing contact for long: keep to off',
    ]);
  });
  it('says kills and revives first', () => {
    expect(between({ kill: null }, { kill: { at: '2026-01-01T00:00:00Z' } })).toEqual(['added: killed']);
    expect(between({ kill: { at: '2026-01-01T00:00:00Z' } }, { kill: null })).toEqual(['removed: revived']);
  });
  it('says what changed of a definition', () => {
    const before = {
      name: '',
      description: '',
      type: 'string' as const,
      variants: { a: 'x', b: 'y' },
      tags: ['t'],
      owner: 'ana',
      clientSide: false,
    };
    const after = { ...before, variants: { a: 'z', c: 'w' }, tags: ['u'], owner: '', clientSide: true };
    expect(between({ definition: before }, { definition: after })).toEqual([
      'removed: variant b = "y"',
      'changed: variant a: "x" to "z"',
      'added: variant c = "w"',
      'added: available to browsers',
      'removed: owner: "ana"',
      'removed: tag t',
      'added: tag u',
    ]);
  });
});

describe('amounts', () => {
  it('shows a weight with no more digits than it has', () => {
    expect([percentText(100_000), percentText(12_345), percentText(10), percentText(0)]).toEqual(['100%', '12.345%', '0.01%', '0%']);
  });
  it('reads a percentage as buckets, and refuses what is none', () => {
    expect([bucketsOf(12.3454), bucketsOf(33.333), bucketsOf(100.1), bucketsOf(-1), bucketsOf(Number.NaN)]).toEqual([
      12_345,
      33_333,
      null,
      null,
      null,
    ]);
  });
  it('counts places as people do', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111].map(ordinal)).toEqual(
      '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 103rd 111th'.split(' '),
    );
  });
});
