import type { Actor, MovedBuckets, Source, StoredFlag } from '@sluice/core/schema';
import type { z } from 'zod';
import type { Database, OpenDatabase } from '../db/database.ts';
import type { ProblemIssue } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';
import type { ChangeRequest, Draft, LockedEnvironment } from '../log/commit.ts';
import { configurationFaults, prerequisiteFaults, sizeFaults } from './flag-faults.ts';
import { rowAfter } from './flag-resource.ts';
import { type FlagInPlace, findFlagInPlace, prerequisiteClosure } from './flags.queries.ts';

/** Who writes, where and why: what every command on flags needs to know. */
export interface Write {
  readonly store: OpenDatabase;
  readonly projectId: string;
  readonly actor: z.output<typeof Actor>;
  readonly source: z.output<typeof Source>;
  readonly reason: string;
  readonly at: Date;
  readonly dryRun?: boolean;
}

/** One flag in one environment. */
export interface Target {
  readonly environmentId: string;
  readonly key: string;
}

/** A flag after a command; `moved` says how many buckets changed variant. */
export interface Written extends FlagInPlace {
  readonly moved: readonly z.output<typeof MovedBuckets>[];
}

type Kind = Pick<ChangeRequest, 'cause'> & Partial<Pick<ChangeRequest, 'environments' | 'urgent'>>;

export function changeRequest(write: Write, environments: ChangeRequest['environments'], kind: Kind): ChangeRequest {
  const { projectId, actor, source, reason, at, dryRun = false } = write;
  return { projectId, environments, actor, source, reason, at, dryRun, ...kind };
}

/** The flag as it stands under the lock. */
export async function readLocked({ tx }: Draft, write: Write, { environmentId, key }: Target): Promise<FlagInPlace> {
  return await findFlagInPlace(tx, write.projectId, environmentId, key);
}

/** Writes the next body of a flag, and says how it stands then. */
export function writeNext(draft: Draft, write: Write, present: FlagInPlace, cause: string, next: Omit<StoredFlag, 'version'>): FlagInPlace {
  const environment = lockedOf(draft, present.row.environmentId);
  const body: StoredFlag = { ...next, version: present.row.version + 1 };
  draft.write(environment, body);
  const made = { environmentId: environment.id, revision: environment.revision + 1, changedAt: write.at, changedBy: write.actor, cause };
  return { row: rowAfter(body, made), flag: present.flag };
}

function lockedOf({ environments }: Draft, id: string): LockedEnvironment {
  const environment = environments.find((one) => one.id === id);
  if (environment === undefined) throw new Error(`The environment ${id} was not locked.`);
  return environment;
}

/** Why a flag could not be served as it says, by itself and with its prerequisites. Pointers begin at `root`. */
export async function faultsOf(tx: Database, environmentId: string, flag: StoredFlag, root = '#'): Promise<ProblemIssue[]> {
  const alone = [...sizeFaults(flag, root), ...configurationFaults(flag, root)];
  return [...alone, ...prerequisiteFaults(flag, await prerequisiteClosure(tx, environmentId, flag), root)];
}

/** Refuses a flag that could not be served as it says. */
export async function requireSound(tx: Database, environmentId: string, flag: StoredFlag, root = '#'): Promise<void> {
  const faults = await faultsOf(tx, environmentId, flag, root);
  if (faults.length > 0) throw invalid(faults);
}
