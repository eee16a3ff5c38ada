import { type Decision, stay, transition } from './decision.ts';
import type { Facts, Moment, Propagation } from './facts.ts';
import { moved, type Position, type Ramp } from './ramp.ts';

type RollingBack = Extract<Position, { state: 'rolling_back' }>;

/** A rollback that is not everywhere by then calls for people. */
const ALARM_AFTER = 60_000;
/** Instances that went without a word are waited for this long. */
const GIVE_UP_SILENT = 600_000;

/** A rollback is over when the instances have acknowledged it, not when it was sent. */
export function decideRollback(ramp: Ramp, position: RollingBack, facts: Facts, now: Moment): Decision {
  const receipt = facts.propagation !== null && facts.propagation.committedAt >= position.since ? facts.propagation : null;
  const waited = now - position.since;
  if (receipt !== null && receipt.confirmed >= receipt.instances) return done(ramp, position, everywhere(receipt), now);
  if (receipt !== null && receipt.behind.length === 0 && waited >= GIVE_UP_SILENT)
    return done(ramp, position, silentWords(receipt), now, true);
  const missing = receipt === null ? [] : [...receipt.behind, ...receipt.silent];
  const says =
    receipt === null
      ? 'no receipt of the rollback yet'
      : `${receipt.confirmed} of ${receipt.instances} instances acknowledged the rollback`;
  if (waited >= ALARM_AFTER && !position.alarmed) {
    const named = missing.length === 0 ? '' : `; missing: ${missing.slice(0, 10).join(', ')}`;
    return transition(
      ramp,
      moved(ramp, { ...position, alarmed: true }),
      `the rollback has not taken effect everywhere: ${says}${named}`,
      [],
      true,
    );
  }
  return stay(ramp, [{ for: 'instances', names: missing, says }]);
}

function done(ramp: Ramp, { run, cause }: RollingBack, says: string, now: Moment, alarm = false): Decision {
  return transition(ramp, moved(ramp, { state: 'rolled_back', run, cause, since: now }), says, [], alarm);
}

const everywhere = ({ instances }: Propagation) =>
  instances === 0 ? 'rolled back; no instance was connected' : `rolled back: ${instances} of ${instances} instances acknowledged it`;

const silentWords = ({ confirmed, instances, silent }: Propagation) =>
  `rolled back on ${confirmed} of ${instances} instances; silent since, and perhaps still serving the candidate: ${silent.join(', ')}`;
