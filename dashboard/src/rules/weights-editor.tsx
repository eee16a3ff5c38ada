import { Button, TagsInput, TextInput } from '@mantine/core';
import { percentText } from '@sluice/core/words';
import { useState } from 'react';
import type { Serve } from '../api/types.ts';
import { Icon } from '../ui/icon.tsx';
import { ShareBar, shareColour } from '../ui/share-bar.tsx';
import styles from './serve-editor.module.css';
import { evenly, filled, leftOver, sumFault, typedPercent, type Weights, withRest } from './weights.ts';

type Split = Extract<Serve, { split: unknown }>['split'];

interface WeightsEditorProps {
  readonly split: Split;
  readonly variants: readonly string[];
  readonly offVariant: string;
  readonly onChange: (split: Split) => void;
}

/** A percentage for each variant; says what is missing until they add up to 100 %. */
export function WeightsEditor({ split, variants, offVariant, onChange }: WeightsEditorProps) {
  const weights = filled(split.weights, [...new Set([...variants, ...Object.keys(split.weights)])]);
  const put = (next: Weights) => onChange({ ...split, weights: { ...next } });
  const setBy = (by: string[]) => {
    const { by: _, ...rest } = split;
    onChange(by.length === 0 || by.join() === 'targetingKey' ? rest : { ...rest, by });
  };
  const fault = sumFault(weights);
  return (
    <div className={styles.weights}>
      {Object.entries(weights).map(([variant, weight]) => (
        <div className={styles.weight} key={variant}>
          <span aria-hidden="true" className={styles.swatch} style={{ background: shareColour(variant, variants, offVariant) }} />
          <code className={styles.name}>{variant}</code>
          <PercentField label={`Percentage of ${variant}`} onChange={(next) => put({ ...weights, [variant]: next })} weight={weight} />
          <Button
            aria-label={`Give the rest to ${variant}`}
            disabled={leftOver(weights) === 0}
            onClick={() => put(withRest(weights, variant))}
            variant="subtle"
          >
            Rest
          </Button>
        </div>
      ))}
      <ShareBar
        offVariant={offVariant}
        shares={Object.entries(weights).flatMap(([variant, weight]) => (weight > 0 ? [{ variant, weight }] : []))}
        variants={variants}
      />
      <div className={styles.sum}>
        <output data-fault={fault !== null}>
          <Icon name={fault === null ? 'check' : 'alert'} size={14} /> {fault ?? 'Adds up to 100%'}
        </output>
        <Button onClick={() => put(evenly(Object.keys(weights)))} variant="subtle">
          Share evenly
        </Button>
      </div>
      <TagsInput
        description="The same id always gets the same variant; the first of these that is present counts"
        label="Shared out by"
        onChange={setBy}
        placeholder={split.by === undefined ? 'targetingKey' : ''}
        value={split.by ?? []}
      />
    </div>
  );
}

/** Keeps what is typed while it means the weight that is held, so that `12.` and `7,50` can be written. */
function PercentField({ weight, onChange, label }: { weight: number; onChange: (weight: number) => void; label: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed !== null && (typedPercent(typed) ?? 0) === weight ? typed : percentText(weight).replace('%', '');
  const put = (text: string) => {
    const next = text.trim() === '' ? 0 : typedPercent(text);
    if (next === null) return;
    setTyped(text);
    onChange(next);
  };
  return (
    <TextInput
      aria-label={label}
      className={styles.percent}
      inputMode="decimal"
      onBlur={() => setTyped(null)}
      onChange={(event) => put(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      rightSection="%"
      value={shown}
    />
  );
}
