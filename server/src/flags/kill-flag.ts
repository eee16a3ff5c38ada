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

/** Ends a kill; the flag serves what its configuration says. Reviving a flag that is not killed changes nothing. */
export async function reviveFlag(write: Write, target: Target): Promise<FlagInPlace> {
  return await commit(write.store, changeRequest(write, [target.environmentId], { cause: 'revive' }), async (draft) => {
    const present = await readLocked(draft, write, target);
    const { body } = present.row;
    return body.kill === null ? present : writeNext(draft, write, present, 'revive', { ...body, kill: null });
  });
}
