import type { ChangeCause } from '@sluice/core';
import { and, asc, desc, eq, gt, gte, isNull } from 'drizzle-orm';
import type { Database, OpenDatabase } from '../db/database.ts';
import { readEpoch } from '../db/installation.ts';
import { changeEntities, changes, environmentFlags, environments, projects } from '../db/tables.ts';
import type { ChangeSource, EnvironmentState, LogEnd, LoggedChange, TouchedAt } from '../stream/change-source.ts';
import { groupBy } from './group-by.ts';

/** How far back an SDK can resume, in revisions of its environment. */
export const RESUMABLE_POSITIONS = 10_000;

/** The log as the stream's hub reads it. */
export function createLogSource(store: OpenDatabase): ChangeSource {
  return {
    ends: () => readEnds(store.db),
    load: (environmentId) => store.transaction((tx) => load(tx, environmentId), { snapshot: true }),
    after: (environmentId, revision) => readAfter(store.db, environmentId, revision),
    onRing: (listener) =>
      store.doorbell.onRing((ring) => {
        if (ring.about === 'environment') listener(ring.id);
      }),
    onDoubt: (listener) => store.doorbell.onDoubt(listener),
  };
}

async function readEnds(db: Database): Promise<LogEnd[]> {
  const epoch = await readEpoch(db);
  const { id: environmentId, revision, head } = environments;
  const rows = await db.select({ environmentId, revision, head }).from(environments).where(isNull(environments.archivedAt));
  return rows.map((row) => ({ environmentId: row.environmentId, epoch, position: { revision: row.revision, head: row.head } }));
}

async function load(tx: Database, environmentId: string): Promise<EnvironmentState> {
  const [row] = await tx
    .select({ project: projects.key, key: environments.key, revision: environments.revision, head: environments.head })
    .from(environments)
    .innerJoin(projects, eq(projects.id, environments.projectId))
    .where(eq(environments.id, environmentId));
  if (row === undefined) throw new Error(`There is no environment with the id ${environmentId}.`);
  const bodies = await tx
    .select({ body: environmentFlags.body })
    .from(environmentFlags)
    .where(eq(environmentFlags.environmentId, environmentId))
    .orderBy(asc(environmentFlags.key));
  return {
    environmentId,
    name: { project: row.project, key: row.key },
    epoch: await readEpoch(tx),
    position: { revision: row.revision, head: row.head },
    flags: bodies.map(({ body }) => body),
    segments: [],
    recent: await readRecent(tx, environmentId, row.revision - RESUMABLE_POSITIONS),
  };
}

async function readRecent(tx: Database, environmentId: string, after: number): Promise<TouchedAt[]> {
  const rows = await tx
    .select({ revision: changes.revision, head: changes.head, cause: changes.cause })
    .from(changes)
    .where(and(eq(changes.environmentId, environmentId), gt(changes.revision, after)))
    .orderBy(asc(changes.revision));
  const touched = await tx
    .select({ revision: changeEntities.revision, kind: changeEntities.kind, key: changeEntities.key })
    .from(changeEntities)
    .where(and(eq(changeEntities.environmentId, environmentId), gte(changeEntities.revision, rows[0]?.revision ?? 0)));
  const byRevision = groupBy(touched, ({ revision }) => revision);
  return rows.map(({ revision, head, cause }) => {
    const entities = byRevision.get(revision) ?? [];
    const keys = (wanted: 'flag' | 'segment') => entities.filter(({ kind }) => kind === wanted).map(({ key }) => key);
    return { position: { revision, head }, cause: cause as ChangeCause, flags: keys('flag'), segments: keys('segment') };
  });
}

/** One query, so that a revision is never seen without what it touched. */
async function readAfter(db: Database, environmentId: string, after: number): Promise<LoggedChange[]> {
  const rows = await db
    .select({
      revision: changes.revision,
      head: changes.head,
      cause: changes.cause,
      kind: changeEntities.kind,
      key: changeEntities.key,
      body: changeEntities.body,
    })
    .from(changes)
    .innerJoin(changeEntities, and(eq(changeEntities.environmentId, changes.environmentId), eq(changeEntities.revision, changes.revision)))
    .where(and(eq(changes.environmentId, environmentId), gt(changes.revision, after)))
    .orderBy(asc(changes.revision), desc(changeEntities.kind), asc(changeEntities.key));
  return [...groupBy(rows, ({ revision }) => revision)].map(([revision, touched]) => ({
    position: { revision, head: touched[0]?.head ?? '' },
    cause: touched[0]?.cause as ChangeCause,
    flags: touched.flatMap(({ kind, body }) => (kind === 'flag' && body !== null ? [body] : [])),
    removedFlags: touched.filter(({ kind, body }) => kind === 'flag' && body === null).map(({ key }) => key),
    segments: [],
    removedSegments: [],
  }));
}
