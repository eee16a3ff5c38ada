import { requireVersion } from '../http/preconditions.ts';
import { SluiceProblem } from '../http/problem.ts';
import { commit } from '../log/commit.ts';
import { refuseOffValueOfKilled } from './change-configuration.ts';
import { configurationFaults } from './flag-faults.ts';
import { movements } from './settle.ts';
import { findVersion } from './versions.queries.ts';
import { changeRequest, readLocked, requireSound, type Target, type Write, type Written, writeNext } from './write.ts';

export interface Restoring extends Target {
  readonly version: number;
  /** The version that the writer read. */
  readonly expected: number;
  readonly diff: string;
}

/**
 * Makes a new version with the configuration of an older one: its splits put everybody back where they were. The definition
 * and a kill stay as they are. Throws `conflict` when a variant that the older version serves is gone.
 */
export async function restoreFlag(write: Write, { version, expected, diff, ...target }: Restoring): Promise<Written> {
  return await commit(write.store, changeRequest(write, [target.environmentId], { cause: 'restore' }), async (draft) => {
    const present = await readLocked(draft, write, target);
    const { body } = present.row;
    requireVersion(expected, body.version, `The flag "${target.key}"`, diff);
    const { configuration } = (await findVersion(draft.tx, target.environmentId, target.key, version)).body;
    const gone = configurationFaults({ ...body, configuration });
    if (gone.length > 0) {
      const said = gone.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ');
      throw new SluiceProblem('conflict', `Version ${version} of "${target.key}" cannot be restored: ${said}.`, { errors: gone });
    }
    await requireSound(draft.tx, target.environmentId, { ...body, configuration });
    refuseOffValueOfKilled(body, configuration.offVariant);
    const moved = movements(body.configuration, configuration);
    return { ...writeNext(draft, write, present, 'restore', { ...body, configuration }), moved };
  });
}
