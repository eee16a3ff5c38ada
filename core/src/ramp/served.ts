import type { Serve } from '../evaluate/flag.ts';
import { splitAt } from './allocation.ts';
import type { RampPlace } from './plan.ts';
import type { Ramp, StageRun } from './ramp.ts';

/** Whether a ramp keeps others from editing the split that it holds. */
export function holdsSplit({ position }: Ramp): boolean {
  return position.state === 'running' || position.state === 'waiting' || position.state === 'paused';
}

/** Why a change of the serve at `place` is refused, or null. Kill, and edits elsewhere in the flag, are never refused by a ramp. */
export function editRefusal(ramp: Ramp, place: RampPlace): string | null {
  if (!holdsSplit(ramp) || placeName(ramp.plan.place) !== placeName(place)) return null;
  return `The ramp ${ramp.id} holds the split of ${placeName(place)}: roll it back or finish it first.`;
}

const placeName = (place: RampPlace) => (place === 'fallthrough' ? 'the fallthrough' : `the rule "${place.rule}"`);

/**
 * What is served in place of the configuration's own serve, or null for that itself. All that a ramp
 * ever changes is this; going back is to stop changing it, so whatever else was edited meanwhile stays.
 */
export function servedInstead(ramp: Ramp, offVariant: string): Serve | null {
  const { position, held } = ramp;
  if (held === null) return null;
  switch (position.state) {
    case 'draft':
    case 'scheduled':
    case 'cancelled':
      return null;
    case 'running':
    case 'waiting':
    case 'paused':
      return { split: splitAt(ramp, held, position.run.index, position.run.allocation) };
    case 'completed':
      return { split: splitAt(ramp, held, position.run.index, null) };
    case 'rolling_back':
    case 'rolled_back':
      return position.cause.by === 'kill' ? null : afterRollback(ramp, held, position.run, offVariant);
    default:
      return position satisfies never;
  }
}

function afterRollback(ramp: Ramp, held: Serve, run: StageRun, offVariant: string): Serve | null {
  switch (ramp.plan.rollback?.to) {
    case 'offVariant':
      return { variant: offVariant };
    case 'stageBefore':
      return run.index === 0 ? null : { split: splitAt(ramp, held, run.index - 1, null) };
    default:
      return null;
  }
}
