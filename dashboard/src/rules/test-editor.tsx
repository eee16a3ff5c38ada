import { ActionIcon, Autocomplete, Checkbox, Select, Tooltip } from '@mantine/core';
import type { Test } from '@sluice/core';
import { canIgnoreCase, operandOf, operatorWords } from '@sluice/core/words';
import { Icon } from '../ui/icon.tsx';
import styles from './condition-editor.module.css';
import type { TestNode } from './condition-nodes.ts';
import { OPERATOR_CHOICES } from './operator-choices.ts';
import { useAttributes } from './use-attributes.ts';
import { ValuesField } from './values-field.tsx';

interface TestEditorProps {
  readonly node: TestNode;
  readonly onChange: (node: TestNode) => void;
  /** Where this test is, in words, for the names of its controls. */
  readonly path: string;
  readonly remove: () => void;
}

/** One comparison: an attribute, an operator, and the control that its values ask for. */
export function TestEditor({ node, onChange, path, remove }: TestEditorProps) {
  const { test, negated } = node;
  const attributes = useAttributes();
  const put = (next: Test) => onChange({ ...node, test: next });
  const known = operatorWords(test.operator) !== undefined;
  return (
    <div className={styles.test}>
      <Autocomplete
        aria-label={`Attribute, ${path}`}
        className={styles.attribute}
        data={attributes}
        onChange={(attribute) => put({ ...test, attribute })}
        placeholder="attribute"
        styles={{ input: { fontFamily: 'var(--mono)' } }}
        value={test.attribute}
      />
      <Select
        aria-label={`Operator, ${path}`}
        className={styles.operator}
        data={known ? OPERATOR_CHOICES : [...OPERATOR_CHOICES, { group: 'from a newer server', items: [choiceOf(test.operator, negated)] }]}
        maxDropdownHeight={340}
        onChange={(choice) => choice !== null && onChange({ ...node, ...withOperator(test, choice) })}
        searchable
        value={choiceOf(test.operator, negated)}
      />
      <div className={styles.values}>
        <ValuesField key={test.operator} onChange={(values) => put(withValues(test, values))} path={path} test={test} />
        {canIgnoreCase(test.operator) ? (
          <Tooltip label="Whether DE and de are the same">
            <Checkbox
              checked={test.ignoreCase === true}
              label="Ignore letter case"
              onChange={(event) => put(withCase(test, event.currentTarget.checked))}
              size="sm"
            />
          </Tooltip>
        ) : null}
      </div>
      <ActionIcon aria-label={`Delete ${path}`} onClick={remove}>
        <Icon name="trash" />
      </ActionIcon>
    </div>
  );
}

export const choiceOf = (operator: string, negated: boolean) => (negated ? `not ${operator}` : operator);

/** Values stay when the new operator takes the same kind, and go when it does not. */
function withOperator(test: Test, choice: string): Pick<TestNode, 'test' | 'negated'> {
  const negated = choice.startsWith('not ');
  const operator = negated ? choice.slice(4) : choice;
  if (operator === test.operator) return { test, negated };
  const { attribute, values = [], ignoreCase } = test;
  const kind = operandOf(operator);
  const kept = kind === operandOf(test.operator) ? values : [];
  return {
    negated,
    test: {
      attribute: attribute === '' && kind === 'region' ? 'country' : attribute,
      operator,
      ...(kind === 'none' ? {} : { values: kept }),
      ...(ignoreCase === true && canIgnoreCase(operator) ? { ignoreCase } : {}),
    },
  };
}

/** No values at all mean now, where an operator takes instants. */
function withValues({ values: _, ...test }: Test, values: Test['values']): Test {
  return values === undefined ? test : { ...test, values };
}

function withCase({ ignoreCase: _, ...test }: Test, ignoreCase: boolean): Test {
  return ignoreCase ? { ...test, ignoreCase } : test;
}
