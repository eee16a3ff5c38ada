export { COUNTRY_CODES, expandRegions, REGION_GROUPS } from '../schema/regions.ts';
export { bucketsOf, count, ordinal, percentText, valueText, WHOLE } from './amounts.ts';
export { canonical } from './canonical.ts';
export { CAUSE_WORDS, deedWords, SOURCE_WORDS } from './cause-words.ts';
export { changesBetween, configurationChanges, type FlagBody } from './change-words.ts';
export { conditionChanges } from './condition-changes.ts';
export { conditionSentence, testSentence, valuesSentence } from './condition-words.ts';
export { definitionChanges } from './definition-changes.ts';
export type { Mark, Noted } from './noted.ts';
export {
  canIgnoreCase,
  OPERATOR_WORDS,
  type OperatorFamily,
  type OperatorWords,
  operandOf,
  operatorWords,
  testFault,
} from './operator-words.ts';
export { type Phrase, type PhraseKind, plain, type Sentence, say } from './sentence.ts';
export {
  killSentence,
  reviveSentence,
  ruleLabel,
  ruleSentence,
  type Serving,
  serveSentence,
  servesSentence,
  sharesOf,
} from './serve-words.ts';
