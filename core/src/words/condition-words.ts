import type { Condition, JsonPrimitive, Test } from '../evaluate/flag.ts';
import type { OperandKind } from '../evaluate/operator.ts';
import { valueText } from './amounts.ts';
import { operandOf, operatorWords } from './operator-words.ts';
import { attribute, joined, list, type Sentence, say, segment, value, words } from './sentence.ts';

const SHOWN_VALUES = 8;

/** A condition as the part of a sentence that follows `if`; an empty `all` says `always`, an empty `any` says `never`. */
export function conditionSentence(condition: Condition): Sentence {
  return clause(condition, false, false);
}

/** One test, said positively or negated: `email does not end with "@shop.example"`. */
export function testSentence(test: Test, negated = false): Sentence {
  const known = operatorWords(test.operator);
  const verb = known === undefined ? `${negated ? 'not ' : ''}${test.operator}` : negated ? known.isNot : known.is;
  const operand = operandSentence(test, operandOf(test.operator) ?? 'scalar');
  const spelling = test.ignoreCase === true ? ' in any letter case' : '';
  return operand.length === 0
    ? say`${attribute(test.attribute)} ${verb}`
    : say`${attribute(test.attribute)} ${soften(verb, test)} ${operand}${spelling}`;
}

/** Values as a person reads them, cut after eight: `"a", "b" or "c"`. */
export function valuesSentence(values: readonly JsonPrimitive[], bare = false, last = 'or'): Sentence {
  const shown = values.slice(0, SHOWN_VALUES).map((one): Sentence => [value(bare ? String(one) : valueText(one))]);
  const left = values.length - shown.length;
  return left === 0 ? list(shown, last) : [...joined(shown, ', '), words(` ${last} ${left} more`)];
}

function operandSentence(test: Test, operand: OperandKind): Sentence {
  const values = test.values ?? [];
  if (operand === 'none') return [];
  if (operand === 'instant')
    return values.length === 0
      ? [words('now')]
      : list(
          values.map((one) => [value(instantText(one))]),
          'or',
        );
  if (operand === 'modulo') return say`${value(String(values[1] ?? '?'))} when divided by ${value(String(values[0] ?? '?'))}`;
  return valuesSentence(values, BARE.has(operand), test.operator === 'allOf' ? 'and' : 'or');
}

/** Kinds of values that nobody mistakes for anything else, so that they need no quotes. */
const BARE: ReadonlySet<OperandKind> = new Set(['region', 'version', 'network']);

const instantText = (at: JsonPrimitive) => (typeof at === 'number' ? new Date(at).toISOString() : String(at));

const soften = (verb: string, test: Test) => (test.values?.length === 1 ? verb.replace(' one of', '') : verb);

function clause(condition: Condition, negated: boolean, nested: boolean): Sentence {
  if ('not' in condition) return clause(condition.not, !negated, nested);
  if ('all' in condition) return group(condition.all, ' and ', 'always', negated, nested);
  if ('any' in condition) return group(condition.any, ' or ', 'never', negated, nested);
  if ('segment' in condition) return say`${negated ? 'not in' : 'in'} segment ${segment(condition.segment)}`;
  return 'attribute' in condition ? testSentence(condition, negated) : [words('a condition that this version does not know')];
}

function group(parts: readonly Condition[], between: string, empty: string, negated: boolean, nested: boolean): Sentence {
  const first = parts[0];
  if (first === undefined) return [words(negated ? `not ${empty}` : empty)];
  if (parts.length === 1) return clause(first, negated, nested);
  const inner = joined(
    parts.map((part) => clause(part, false, true)),
    between,
  );
  if (negated) return say`not (${inner})`;
  return nested ? say`(${inner})` : inner;
}
