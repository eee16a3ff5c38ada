import { Button } from '@mantine/core';
import { useState } from 'react';
import type { EnvironmentFlag, FlagConfiguration, Rule } from '../api/types.ts';
import { FlipSwitch } from '../flags/flip-switch.tsx';
import { useWhereabouts } from '../shell/use-place.ts';
import { freshId } from '../ui/fresh-id.ts';
import { Icon } from '../ui/icon.tsx';
import { ConflictNote } from './conflict-note.tsx';
import { dropRule, moveRule, putRule } from './draft.ts';
import { DraftBar } from './draft-bar.tsx';
import { OffSection } from './off-section.tsx';
import { OtherwiseCard } from './otherwise-card.tsx';
import { PrerequisitesSection } from './prerequisites-section.tsx';
import { RuleCard } from './rule-card.tsx';
import styles from './rules-tab.module.css';
import { type DraftHold, useDraft } from './use-draft.ts';

/** Who gets what, in words, with an editor for each part; edits are a draft until they are published. */
export function RulesTab({ flag }: { flag: EnvironmentFlag }) {
  const hold = useDraft(flag);
  const { working, change } = hold;
  return (
    <div className={styles.tab}>
      {hold.overtaken && hold.draft !== null ? (
        <ConflictNote draft={hold.draft} flag={flag} key={flag.version} replace={hold.replace} />
      ) : null}
      <EnabledSection flag={flag} hold={hold} />
      <PrerequisitesSection
        flag={flag}
        onChange={(prerequisites) => change({ ...working, prerequisites })}
        prerequisites={working.prerequisites}
      />
      <Rules flag={flag} hold={hold} />
      <OffSection change={change} variants={Object.keys(flag.definition.variants)} working={working} />
      {hold.draft === null ? null : <DraftBar draft={hold.draft} flag={flag} hold={hold} />}
    </div>
  );
}

/** In an open environment the switch acts at once, unless a draft is under way that would be overtaken by it. */
function EnabledSection({ flag, hold }: { flag: EnvironmentFlag; hold: DraftHold }) {
  const { environment } = useWhereabouts();
  const { enabled } = hold.working;
  const atOnce = environment?.protected === false && hold.draft === null;
  return (
    <section aria-label="Enabled" className={styles.card}>
      <div className={styles.line}>
        <div className={styles.grow}>
          <h2 className={styles.title}>Enabled in {environment?.name}</h2>
          <p className={styles.note}>{enabled ? 'The rules below decide.' : `Disabled: everyone gets the off value.`}</p>
        </div>
        {atOnce ? <FlipSwitch flag={flag} /> : <DraftSwitch enabled={enabled} flag={flag} hold={hold} />}
      </div>
    </section>
  );
}

function DraftSwitch({ flag, hold, enabled }: { flag: EnvironmentFlag; hold: DraftHold; enabled: boolean }) {
  return (
    <Button
      aria-pressed={enabled}
      leftSection={<Icon name={enabled ? 'circleOff' : 'circleCheck'} />}
      onClick={() => hold.change({ ...hold.working, enabled: !enabled })}
    >
      {enabled ? 'Disable' : 'Enable'}
      {enabled === flag.configuration.enabled ? '…' : ' (undo this edit)'}
    </Button>
  );
}

function Rules({ flag, hold }: { flag: EnvironmentFlag; hold: DraftHold }) {
  const { working, change, draft } = hold;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const variants = Object.keys(flag.definition.variants);
  const flipOpen = (id: string) => setOpen((before) => (before.has(id) ? without(before, id) : new Set(before).add(id)));
  const add = () => {
    const rule = blankRule(working, variants);
    change({ ...working, rules: [...working.rules, rule] });
    setOpen((before) => new Set(before).add(rule.id));
  };
  const before = new Map((draft?.origin ?? flag.configuration).rules.map((rule) => [rule.id, rule]));
  return (
    <section aria-label="Rules" className={styles.card}>
      <h2 className={styles.title}>
        Rules <span className={styles.note}>the first that holds decides</span>
      </h2>
      <ol className={styles.rules}>
        {working.rules.map((rule, index) => (
          <RuleCard
            before={before.get(rule.id)}
            index={index}
            key={rule.id}
            last={working.rules.length - 1}
            move={(by) => change(moveRule(working, rule.id, by))}
            offVariant={working.offVariant}
            onChange={(next) => change(putRule(working, next))}
            open={open.has(rule.id)}
            remove={() => change(dropRule(working, rule.id))}
            rule={rule}
            fold={() => flipOpen(rule.id)}
            variants={flag.definition.variants}
          />
        ))}
      </ol>
      <Button className={styles.add} leftSection={<Icon name="add" />} onClick={add}>
        Add rule
      </Button>
      <OtherwiseCard
        alone={working.rules.length === 0}
        flag={flag}
        onChange={(fallthrough) => change({ ...working, fallthrough })}
        serve={working.fallthrough}
      />
    </section>
  );
}

function blankRule(working: FlagConfiguration, variants: readonly string[]): Rule {
  const served = variants.find((key) => key !== working.offVariant) ?? working.offVariant;
  return { id: freshId(), when: { all: [{ attribute: '', operator: 'in', values: [] }] }, serve: { variant: served } };
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const rest = new Set(ids);
  rest.delete(id);
  return rest;
}
