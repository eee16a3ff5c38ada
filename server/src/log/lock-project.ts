import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { projects } from '../db/tables.ts';

/**
 * Holds the set of a project's environments still. Taken before any environment, never after. Not `for update`: rows that refer
 * to the project may be written meanwhile, and would wait in a circle.
 */
export async function lockProject(tx: Database, projectId: string): Promise<void> {
  await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId)).for('no key update');
}
