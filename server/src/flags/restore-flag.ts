import { requireVersion } from '../http/preconditions.ts';
import { SluiceProblem } from '../http/problem.ts';
import { commit } from '../log/commit.ts';
import { refuseOffValueOfKilled } from './change-configuration.ts';
import { type Difference, differences } from './differences.ts';
import { movements } from './settle.ts';
import { findVersion } from './versions.queries.ts';
import { changeRequest, faultsOf, readLocked, type Target, type Write, type Written, writeNext } from './write.ts';

export interface Restoring extends Target {
  readonly version: number;
  /** The version that the writer read. */
  readonly expected: number;
  readonly diff: string;
}

export interface Restored extends Written {
  /** Where the definition is another now than it was then; a restore leaves it as it is. */
  readonly definitionDiffers: readonly Difference[];
}

/**
 * Makes a new version with the configuration of an older one: its splits put everybody back where they were. The definition
 * and a kill stay as they are. Throws `conflict` when something that the older version needs, such as a variant, is gone.
 */
export async function restoreFlag(write: Write, { version, expected, diff, ...target }: Restoring): Promise<Restored> {
  return await commit(write.store, changeRequest(write, [target.environmentId], { cause: 'restore' }), async (draft) => {
    const present = await readLocked(draft, write, target);
    const { body } = present.row;
    requireVersion(expected, body.version, `The flag "${target.key}"`, diff);
    const { configuration, definition } = (await findVersion(draft.tx, target.environmentId, target.key, version)).body;
    const gone = await faultsOf(draft.tx, target.environmentId, { ...body, configuration });
    if (gone.length > 0) {
      const said = gone.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ');
      throw new SluiceProblem('conflict', `Version ${version} of "${target.key}" cannot be restored: ${said}.`, { errors: gone });
    }
    refuseOffValueOfKilled(body, configuration.offVariant);
    const moved = movements(body.configuration, configuration);
    const definitionDiffers = differences(definition, body.definition);
    return { ...writeNext(draft, write, present, 'restore', { ...body, configuration }), moved, definitionDiffers };
  });
}
