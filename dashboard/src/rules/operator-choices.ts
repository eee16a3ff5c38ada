import { OPERATOR_WORDS, type OperatorFamily } from '@sluice/core/words';

interface Choices {
  readonly group: OperatorFamily;
  readonly items: { readonly value: string; readonly label: string }[];
}

const FAMILIES: readonly OperatorFamily[] = ['any value', 'text', 'number', 'time', 'version', 'list', 'region', 'address'];

/** Every operator of the table and its opposite, by what it compares. */
export const OPERATOR_CHOICES: Choices[] = FAMILIES.map((group) => ({
  group,
  items: Object.entries(OPERATOR_WORDS).flatMap(([name, words]) =>
    words.family === group
      ? [
          { value: name, label: words.is },
          { value: `not ${name}`, label: words.isNot },
        ]
      : [],
  ),
}));
