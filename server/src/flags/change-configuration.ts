import { isDeepStrictEqual } from 'node:util';
import type { FlagConfiguration, StoredFlag } from '@sluice/core/schema';
import type { z } from 'zod';
import { requireVersion } from '../http/preconditions.ts';
import { SluiceProblem } from '../http/problem.ts';
import { commit } from '../log/commit.ts';
import { movements, settle } from './settle.ts';
import { changeRequest, readLocked, requireSound, type Target, type Write, type Written, writeNext } from './write.ts';

type Configuration = z.output<typeof FlagConfiguration>;

export interface ConfigurationChange extends Target {
  /** The version that the writer read. */
  readonly expected: number;
  /** Where the version that the writer read can be compared with the present one. */
  readonly diff: string;
  edit(present: Configuration): Configuration;
}

/** Changes what one environment serves. A change that alters nothing leaves no version. */
export async function changeConfiguration(write: Write, { expected, diff, edit, ...target }: ConfigurationChange): Promise<Written> {
  return await commit(write.store, changeRequest(write, [target.environmentId], { cause: 'edit' }), async (draft) => {
    const present = await readLocked(draft, write, target);
    const { body } = present.row;
    requireVersion(expected, body.version, `The flag "${target.key}"`, diff);
    const wanted = edit(body.configuration);
    await requireSound(draft.tx, target.environmentId, { ...body, configuration: wanted });
    const configuration = settle(wanted, body.configuration);
    refuseOffValueOfKilled(body, configuration.offVariant);
    if (isDeepStrictEqual(configuration, body.configuration)) return { ...present, moved: [] };
    const moved = movements(body.configuration, configuration);
    return { ...writeNext(draft, write, present, 'edit', { ...body, configuration }), moved };
  });
}

/** What a killed flag serves cannot be changed under everyone's feet. */
export function refuseOffValueOfKilled({ key, kill, configuration }: StoredFlag, offVariant: string): void {
  if (kill === null || configuration.offVariant === offVariant) return;
  throw new SluiceProblem(
    'conflict',
    `The flag "${key}" is killed since ${kill.at} and serves its off variant "${configuration.offVariant}" to everyone; that cannot be changed to "${offVariant}" until it is revived.`,
  );
}
