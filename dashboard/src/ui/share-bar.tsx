import { percentText } from '@sluice/core/words';
import styles from './share-bar.module.css';

export interface Share {
  readonly variant: string;
  readonly weight: number;
}

const HUES = 6;

/** The paint of a variant: the off value is pale, the others go by their place in the flag. */
export function shareColour(variant: string, variants: readonly string[], offVariant: string): string {
  if (variant === offVariant) return 'var(--share-off)';
  const place = variants.filter((key) => key !== offVariant).indexOf(variant);
  return `var(--share-${(Math.max(place, 0) % HUES) + 1})`;
}

/** Who gets what as one bar; says the same in words to those who do not see it. */
export function ShareBar({ shares, variants, offVariant }: { shares: readonly Share[]; variants: readonly string[]; offVariant: string }) {
  const spoken = shares.map((share) => `${share.variant} ${percentText(share.weight)}`).join(', ');
  return (
    <span aria-label={spoken} className={`${styles.bar} when-fresh`} role="img">
      {shares.map((share) => (
        <span
          className={styles.share}
          key={share.variant}
          style={{ flexGrow: share.weight, background: shareColour(share.variant, variants, offVariant) }}
        />
      ))}
    </span>
  );
}
