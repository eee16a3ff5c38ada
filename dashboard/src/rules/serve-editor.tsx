import { SegmentedControl, Select } from '@mantine/core';
import { WHOLE } from '@sluice/core/words';
import type { Serve } from '../api/types.ts';
import styles from './serve-editor.module.css';
import { filled } from './weights.ts';
import { WeightsEditor } from './weights-editor.tsx';

interface ServeEditorProps {
  readonly serve: Serve;
  readonly variants: readonly string[];
  readonly offVariant: string;
  readonly onChange: (serve: Serve) => void;
}

/** One variant for all, or percentages. */
export function ServeEditor({ serve, variants, offVariant, onChange }: ServeEditorProps) {
  const kind = 'variant' in serve ? 'variant' : 'split';
  const choose = (next: string) => {
    if (next === 'split' && 'variant' in serve) onChange({ split: { weights: filled({ [serve.variant]: WHOLE }, variants) } });
    if (next === 'variant' && 'split' in serve) onChange({ variant: heaviest(serve.split.weights, offVariant) });
  };
  return (
    <div className={styles.serve}>
      <SegmentedControl
        aria-label="One variant or percentages"
        data={[
          { value: 'variant', label: 'One variant' },
          { value: 'split', label: 'Percentages' },
        ]}
        onChange={choose}
        value={kind}
      />
      {'variant' in serve ? (
        <Select
          aria-label="Variant to serve"
          className={styles.variant}
          data={[...new Set([...variants, serve.variant])]}
          onChange={(variant) => variant !== null && onChange({ variant })}
          value={serve.variant}
        />
      ) : (
        <WeightsEditor offVariant={offVariant} onChange={(split) => onChange({ split })} split={serve.split} variants={variants} />
      )}
    </div>
  );
}

function heaviest(weights: Readonly<Record<string, number>>, fallback: string): string {
  return Object.entries(weights).reduce<[string, number]>((best, one) => (one[1] > best[1] ? one : best), [fallback, 0])[0];
}
