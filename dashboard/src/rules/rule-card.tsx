import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { canonical, conditionSentence, serveSentence, sharesOf } from '@sluice/core/words';
import { useState } from 'react';
import type { Rule, Variants } from '../api/types.ts';
import { Icon } from '../ui/icon.tsx';
import { Said } from '../ui/said.tsx';
import { ShareBar } from '../ui/share-bar.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { fromRoot, type GroupNode, toRoot } from './condition-nodes.ts';
import { ruleFaults } from './draft-faults.ts';
import { GroupEditor } from './group-editor.tsx';
import styles from './rules-tab.module.css';
import { ServeEditor } from './serve-editor.tsx';

interface RuleCardProps {
  readonly rule: Rule;
  /** The rule as published; undefined for one that is being added. */
  readonly before: Rule | undefined;
  readonly index: number;
  readonly last: number;
  readonly variants: Variants;
  readonly offVariant: string;
  readonly open: boolean;
  readonly fold: () => void;
  readonly onChange: (rule: Rule) => void;
  readonly move: (by: 1 | -1) => void;
  readonly remove: () => void;
}

/** One rule: in words while it is folded, with its editor while it is open. */
export function RuleCard(props: RuleCardProps) {
  const { rule, before, index, last, open, fold, move, remove } = props;
  const label = `rule ${index + 1}`;
  return (
    <li className={styles.rule} data-open={open}>
      <div className={styles.ruleHead}>
        <span aria-hidden="true" className={styles.number}>
          {index + 1}
        </span>
        <div className={styles.grow}>
          {rule.name === undefined || rule.name === '' ? null : <strong>{rule.name}</strong>}
          {before === undefined || canonical(before) !== canonical(rule) ? <StateMark state="draft" /> : null}
          {open ? null : <RuleInWords {...props} />}
        </div>
        <div className={styles.ruleActs}>
          <Button aria-expanded={open} onClick={fold} variant={open ? 'default' : 'subtle'}>
            <span>
              {open ? 'Done' : 'Edit'}
              <span className="hidden-text"> {label}</span>
            </span>
          </Button>
          <Act disabled={index === 0} icon="arrowUp" label={`Move ${label} up`} onClick={() => move(-1)} />
          <Act disabled={index === last} icon="arrowDown" label={`Move ${label} down`} onClick={() => move(1)} />
          <Act icon="trash" label={`Delete ${label}`} onClick={remove} />
        </div>
      </div>
      {open ? <RuleEditor {...props} /> : null}
    </li>
  );
}

function Act({
  icon,
  label,
  onClick,
  disabled = false,
}: {
  icon: 'arrowUp' | 'arrowDown' | 'trash';
  label: string;
  onClick: () => void;
  disabled?: boolean;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}

function RuleInWords({ rule, variants, offVariant }: RuleCardProps) {
  const faults = ruleFaults(rule, variants);
  return (
    <div className={styles.words}>
      <span>
        if <Said sentence={conditionSentence(rule.when)} />
      </span>
      <span className={styles.serves}>
        serve <Said sentence={serveSentence(rule.serve)} />
      </span>
      {'split' in rule.serve ? <ShareBar offVariant={offVariant} shares={sharesOf(rule.serve)} variants={Object.keys(variants)} /> : null}
      {faults.length === 0 ? null : <Faults faults={faults} />}
    </div>
  );
}

export function Faults({ faults }: { faults: readonly string[] }) {
  return (
    <span className={styles.faults}>
      <Icon name="alert" size={14} /> {faults.join('; ')}
    </span>
  );
}

/** The nodes live here while the rule is open, so that a half-typed value keeps its field, unless the rule was changed from outside. */
function RuleEditor({ rule, index, variants, offVariant, onChange }: RuleCardProps) {
  const [held, setRoot] = useState(() => toRoot(rule.when));
  const root = canonical(fromRoot(held)) === canonical(rule.when) ? held : toRoot(rule.when);
  const put = (group: GroupNode) => {
    const next = { ...root, group };
    setRoot(next);
    onChange({ ...rule, when: fromRoot(next) });
  };
  const rename = (name: string) => {
    const { name: _, ...nameless } = rule;
    onChange(name === '' ? nameless : { ...rule, name });
  };
  const faults = ruleFaults(rule, variants);
  return (
    <div className={styles.editor}>
      <TextInput
        className={styles.narrow}
        label="Name (optional)"
        maxLength={200}
        onChange={(event) => rename(event.currentTarget.value)}
        placeholder="staff"
        value={rule.name ?? ''}
      />
      <fieldset className={styles.part}>
        <legend>If</legend>
        <GroupEditor node={root.group} onChange={put} path={`rule ${index + 1}`} />
      </fieldset>
      <fieldset className={styles.part}>
        <legend>Serve</legend>
        <ServeEditor
          offVariant={offVariant}
          onChange={(serve) => onChange({ ...rule, serve })}
          serve={rule.serve}
          variants={Object.keys(variants)}
        />
      </fieldset>
      {faults.length === 0 ? null : <Faults faults={faults} />}
    </div>
  );
}
