import { ActionIcon, Select } from '@mantine/core';
import { useRuleset } from '../live/live-provider.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './condition-editor.module.css';
import type { SegmentNode } from './condition-nodes.ts';

interface SegmentEditorProps {
  readonly node: SegmentNode;
  readonly onChange: (node: SegmentNode) => void;
  readonly path: string;
  readonly remove: () => void;
}

/** A named condition, or its opposite. */
export function SegmentEditor({ node, onChange, path, remove }: SegmentEditorProps) {
  const known = [...(useRuleset()?.segments.keys() ?? [])];
  return (
    <div className={styles.test}>
      <Select
        aria-label={`In or not in, ${path}`}
        className={styles.operator}
        data={[
          { value: 'in', label: 'in segment' },
          { value: 'out', label: 'not in segment' },
        ]}
        onChange={(choice) => onChange({ ...node, negated: choice === 'out' })}
        value={node.negated ? 'out' : 'in'}
      />
      <Select
        aria-label={`Segment, ${path}`}
        className={styles.values}
        data={[...new Set([...known, node.segment])]}
        onChange={(segment) => segment !== null && onChange({ ...node, segment })}
        searchable
        value={node.segment}
      />
      <ActionIcon aria-label={`Delete ${path}`} onClick={remove}>
        <Icon name="trash" />
      </ActionIcon>
    </div>
  );
}
