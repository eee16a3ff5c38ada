import { randomUUID } from 'node:crypto';
import type { Actor, Cause, Source, StoredFlag } from '@sluice/core/schema';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database, OpenDatabase } from '../db/database.ts';
import { environments } from '../db/tables.ts';
import { append } from './append.ts';
import { lockProject } from './lock-project.ts';

/** Who changes what, from where and why. */
export interface ChangeRequest {
  readonly projectId: string;
  /** Ids of the environments that the change may touch; `all` for what environments share. */
  readonly environments: readonly string[] | 'all';
  readonly actor: z.output<typeof Actor>;
  readonly source: z.output<typeof Source>;
  readonly cause: z.output<typeof Cause>;
  readonly reason: string;
  readonly at: Date;
  /** Does everything and then undoes it: the result says what would have been. */
  readonly dryRun?: boolean;
  /** Goes ahead of ordinary work. */
  readonly urgent?: boolean;
  readonly deadlineMs?: number;
  /** What must stand before the locks are taken, such as the row of an environment that is being made. */
  readonly prepare?: (tx: Database) => Promise<void>;
}

/** An environment whose log nobody else can write until this transaction ends. */
export interface LockedEnvironment {
  readonly id: string;
  readonly key: string;
  /** The end of its log before this change; the change becomes the revision after it. */
  readonly revision: number;
  readonly head: string;
}

/** An entity after the change; `body` is null when it was removed. */
export interface Touched {
  readonly kind: 'flag';
  readonly key: string;
  readonly version: number;
  readonly body: StoredFlag | null;
}

/** What a command works with: queries, the locked environments, and the change that grows. */
export interface Draft {
  readonly tx: Database;
  readonly at: Date;
  readonly environments: readonly LockedEnvironment[];
  /** Writes the whole body of a flag after the change. */
  write(environment: LockedEnvironment, flag: StoredFlag): void;
  /** Takes a flag away from what the environment serves. */
  remove(environment: LockedEnvironment, key: string, version: number): void;
}

/**
 * The one way into the log. In one transaction: locks the environments in the order of their ids (for `all` the project
 * before them), lets `work` check versions and say what each entity becomes, appends one row for each environment that it
 * touched, tied by one change id and chained to the row before, renews the current state, and notifies. Afterwards it rings
 * this process at once. Work that writes nothing leaves no row.
 * @throws whatever `work` throws, with nothing changed; `unavailable` when the database is away.
 */
export async function commit<T>(store: OpenDatabase, request: ChangeRequest, work: (draft: Draft) => Promise<T>): Promise<T> {
  const { urgent = false, deadlineMs } = request;
  const options = { urgent, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
  try {
    const { result, rung } = await store.transaction(async (tx) => {
      if (request.prepare !== undefined) await holdAndPrepare(tx, request.projectId, request.prepare);
      const locked = await lock(tx, request);
      const touched = new Map<LockedEnvironment, Touched[]>();
      const add = (environment: LockedEnvironment, entity: Touched): void => {
        const entities = touched.get(environment);
        if (entities === undefined) touched.set(environment, [entity]);
        else entities.push(entity);
      };
      const result = await work({
        tx,
        at: request.at,
        environments: locked,
        write: (environment, body) => add(environment, { kind: 'flag', key: body.key, version: body.version, body }),
        remove: (environment, key, version) => add(environment, { kind: 'flag', key, version, body: null }),
      });
      if (request.dryRun === true) throw new DryRun(result);
      const rung = await append(tx, { ...request, changeId: randomUUID() }, touched);
      return { result, rung };
    }, options);
    for (const { id, revision } of rung) store.doorbell.ring({ about: 'environment', id, revision });
    return result;
  } catch (error) {
    if (error instanceof DryRun) return error.result as T;
    throw error;
  }
}

/** Undoes a transaction whose result is wanted all the same. */
class DryRun extends Error {
  readonly result: unknown;

  constructor(result: unknown) {
    super('A dry run ended');
    this.result = result;
  }
}

async function holdAndPrepare(tx: Database, projectId: string, prepare: (tx: Database) => Promise<void>): Promise<void> {
  await lockProject(tx, projectId);
  await prepare(tx);
}

/** Not `for update`: rows that refer to an environment or project may be written meanwhile, and would wait in a circle. */
async function lock(tx: Database, { projectId, environments: wanted }: ChangeRequest): Promise<LockedEnvironment[]> {
  if (wanted === 'all') await lockProject(tx, projectId);
  const which = wanted === 'all' ? isNull(environments.archivedAt) : inArray(environments.id, [...wanted]);
  return await tx
    .select({ id: environments.id, key: environments.key, revision: environments.revision, head: environments.head })
    .from(environments)
    .where(and(eq(environments.projectId, projectId), which))
    .orderBy(asc(environments.id))
    .for('no key update');
}
