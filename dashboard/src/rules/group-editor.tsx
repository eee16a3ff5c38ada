import { ActionIcon, Button, Select } from '@mantine/core';
import { conditionSentence } from '@sluice/core/words';
import { useRuleset } from '../live/live-provider.tsx';
import { freshId } from '../ui/fresh-id.ts';
import { Icon } from '../ui/icon.tsx';
import { Said } from '../ui/said.tsx';
import styles from './condition-editor.module.css';
import { type ConditionNode, emptyGroup, emptyTest, type GroupNode } from './condition-nodes.ts';
import { SegmentEditor } from './segment-editor.tsx';
import { TestEditor } from './test-editor.tsx';

const MODES = [
  { value: 'all', label: 'All of these hold' },
  { value: 'any', label: 'Any of these holds' },
  { value: 'not-all', label: 'Not all of these hold' },
  { value: 'not-any', label: 'None of these holds' },
];

/** A deeper tree is refused when it is saved; nobody reads one anyway. */
const DEEPEST = 4;

interface GroupEditorProps {
  readonly node: GroupNode;
  readonly onChange: (node: GroupNode) => void;
  /** Where this group is, in words, for names of controls: `rule 1`. */
  readonly path: string;
  readonly depth?: number;
  readonly remove?: () => void;
}

/** Tests and groups joined by all or any, perhaps negated. */
export function GroupEditor({ node, onChange, path, depth = 0, remove }: GroupEditorProps) {
  const segments = useRuleset()?.segments;
  const put = (child: ConditionNode) => onChange({ ...node, children: node.children.map((one) => (one.id === child.id ? child : one)) });
  const drop = (id: string) => onChange({ ...node, children: node.children.filter((one) => one.id !== id) });
  const add = (child: ConditionNode) => onChange({ ...node, children: [...node.children, child] });
  const firstSegment = segments?.keys().next().value;
  return (
    <fieldset aria-label={`Conditions of ${path}`} className={styles.group} data-depth={depth}>
      <div className={styles.groupHead}>
        <Select
          aria-label={`How the conditions of ${path} are joined`}
          className={styles.mode}
          data={MODES}
          onChange={(mode) =>
            mode !== null && onChange({ ...node, mode: mode.endsWith('any') ? 'any' : 'all', negated: mode.startsWith('not') })
          }
          value={`${node.negated ? 'not-' : ''}${node.mode}`}
        />
        {remove === undefined ? null : (
          <ActionIcon aria-label={`Delete the group ${path}`} onClick={remove}>
            <Icon name="trash" />
          </ActionIcon>
        )}
      </div>
      {node.children.length === 0 ? (
        <p className="soft">
          {node.mode === 'all' && depth === 0 && !node.negated ? 'No condition: this rule holds for everyone.' : 'Add a test.'}
        </p>
      ) : null}
      {node.children.map((child, index) => {
        const at = `${path}, condition ${index + 1}`;
        const gone = () => drop(child.id);
        if (child.kind === 'group')
          return <GroupEditor depth={depth + 1} key={child.id} node={child} onChange={put} path={at} remove={gone} />;
        if (child.kind === 'test') return <TestEditor key={child.id} node={child} onChange={put} path={at} remove={gone} />;
        if (child.kind === 'segment') return <SegmentEditor key={child.id} node={child} onChange={put} path={at} remove={gone} />;
        return (
          <div className={styles.unknown} key={child.id}>
            <Said sentence={conditionSentence(child.condition)} />
            <ActionIcon aria-label={`Delete ${at}`} onClick={gone}>
              <Icon name="trash" />
            </ActionIcon>
          </div>
        );
      })}
      <div className={styles.adds}>
        <Button leftSection={<Icon name="add" />} onClick={() => add(emptyTest())} variant="subtle">
          Add test
        </Button>
        {depth < DEEPEST ? (
          <Button leftSection={<Icon name="add" />} onClick={() => add(emptyGroup())} variant="subtle">
            Add group
          </Button>
        ) : null}
        {firstSegment === undefined ? null : (
          <Button
            leftSection={<Icon name="add" />}
            onClick={() => add({ id: freshId(), kind: 'segment', negated: false, segment: firstSegment })}
            variant="subtle"
          >
            Add segment
          </Button>
        )}
      </div>
    </fieldset>
  );
}
