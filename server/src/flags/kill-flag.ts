import { requireVersion } from '../http/preconditions.ts';
import { SluiceProblem } from '../http/problem.ts';
import { commit } from '../log/commit.ts';
import type { FlagInPlace } from './flags.queries.ts';
import { changeRequest, readLocked, type Target, type Write, writeNext } from './write.ts';

/** Serves the off value to everyone until revived. Needs no version; killing a killed flag changes nothing. */
export async function killFlag(write: Write, target: Target): Promise<FlagInPlace> {
  return await commit(write.store, changeRequest(write, [target.environmentId], { cause: 'kill', urgent: true }), async (draft) => {
    const present = await readLocked(draft, write, target);
    const { body } = present.row;
    if (body.kill !== null) return present;
    const kill = { at: write.at.toISOString(), by: write.actor, reason: write.reason };
    return writeNext(draft, write, present, 'kill', { ...body, kill });
  });
}

/**
 * Ends a kill; the flag serves what its configuration says. Reviving a flag that is not killed changes nothing. `expected` is the
 * version that was looked at, where the writer says so. Throws `forbidden` for anything but a person.
 */
export async function reviveFlag(write: Write, target: Target, expected?: number): Promise<FlagInPlace> {
  if (write.actor.kind !== 'person') {
    throw new SluiceProblem(
      'forbidden',
      'Only a person revives a killed flag, after seeing what it will serve. Sign in at the dashboard to do it.',
    );
  }
  return await commit(write.store, changeRequest(write, [target.environmentId], { cause: 'revive' }), async (draft) => {
    const present = await readLocked(draft, write, target);
    const { body } = present.row;
    if (expected !== undefined) requireVersion(expected, body.version, `The flag "${target.key}"`);
    return body.kill === null ? present : writeNext(draft, write, present, 'revive', { ...body, kill: null });
  });
}
