import type { Environment, Project } from '@sluice/core/schema';
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '../db/database.ts';
import { environments, projects } from '../db/tables.ts';
import { SluiceProblem } from '../http/problem.ts';

export type ProjectRow = typeof projects.$inferSelect;
export type EnvironmentRow = typeof environments.$inferSelect;

/** Where a request acts. */
export interface Place {
  readonly project: ProjectRow;
  readonly environment: EnvironmentRow;
}

/** @throws `not-found`, in words. */
export async function findProject(db: Database, key: string): Promise<ProjectRow> {
  const [row] = await db.select().from(projects).where(eq(projects.key, key));
  if (row === undefined) throw new SluiceProblem('not-found', `There is no project "${key}".`);
  return row;
}

/** @throws `not-found`, in words. */
export async function findPlace(db: Database, projectKey: string, environmentKey: string): Promise<Place> {
  const project = await findProject(db, projectKey);
  const [environment] = await db
    .select()
    .from(environments)
    .where(and(eq(environments.projectId, project.id), eq(environments.key, environmentKey), isNull(environments.archivedAt)));
  if (environment === undefined) {
    const known = (await environmentsOf(db, project.id)).map(({ key }) => key).join(', ');
    throw new SluiceProblem('not-found', `The project "${projectKey}" has no environment "${environmentKey}"; it has ${known || 'none'}.`);
  }
  return { project, environment };
}

export async function environmentsOf(db: Database, projectId: string): Promise<EnvironmentRow[]> {
  return await db
    .select()
    .from(environments)
    .where(and(eq(environments.projectId, projectId), isNull(environments.archivedAt)))
    .orderBy(asc(environments.ordinal), asc(environments.createdAt), asc(environments.key));
}

export async function listProjects(db: Database, after: string | null, limit: number, only: string | null): Promise<ProjectRow[]> {
  const which = and(after === null ? undefined : gt(projects.key, after), only === null ? undefined : eq(projects.key, only));
  return await db.select().from(projects).where(which).orderBy(asc(projects.key)).limit(limit);
}

export async function projectResource(db: Database, row: ProjectRow): Promise<z.output<typeof Project>> {
  const rows = await environmentsOf(db, row.id);
  return { key: row.key, name: row.name, createdAt: row.createdAt.toISOString(), environments: rows.map(environmentResource) };
}

export function environmentResource(row: EnvironmentRow): z.output<typeof Environment> {
  return {
    key: row.key,
    name: row.name,
    protected: row.protected,
    colour: row.colour,
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
  };
}
