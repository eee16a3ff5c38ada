import { eq } from 'drizzle-orm';
import type { OpenDatabase } from '../db/database.ts';
import { apiKeys } from '../db/tables.ts';
import { createFlag } from '../flags/create-flag.ts';
import { SluiceProblem } from '../http/problem.ts';
import { createKey, type KeyWriter } from '../keys/create-key.ts';
import { createProject } from '../projects/create-project.ts';
import { environmentsOf, findProject } from '../projects/projects.queries.ts';
import type { InitContent } from './init-file.ts';
import { isFor, type MadeSecret } from './secrets-file.ts';

export type InitProject = InitContent['projects'][number];
export type InitWriter = KeyWriter & { readonly source: 'init' };

/** Makes what is not there yet of a project with its environments, keys and flags. Returns the made secrets that came into use. */
export async function setUpProject(
  store: OpenDatabase,
  writer: InitWriter,
  wanted: InitProject,
  secrets: readonly MadeSecret[],
): Promise<readonly MadeSecret[]> {
  const { key, name, environments } = wanted;
  const made = await unlessThere(`the project "${key}"`, () => createProject(store, writer, key, { name, environments }, writer.at));
  const { id: projectId } = made ?? (await findProject(store.db, key));
  const used = await setUpKeys(store, writer, wanted, secrets, projectId);
  for (const [flag, draft] of Object.entries(wanted.flags)) {
    const write = { store, projectId, ...writer, reason: draft.reason ?? 'Init file' };
    await unlessThere(`the flag "${flag}" of the project "${key}"`, () => createFlag(write, flag, draft));
  }
  return used;
}

async function setUpKeys(
  store: OpenDatabase,
  writer: InitWriter,
  wanted: InitProject,
  secrets: readonly MadeSecret[],
  projectId: string,
): Promise<readonly MadeSecret[]> {
  const isThere = await keysThere(store, projectId);
  const used: MadeSecret[] = [];
  for (const { secret, ...draft } of wanted.keys) {
    const chosen = secrets.find((each) => isFor(each, wanted.key, draft));
    if (secret === undefined && isThere(draft)) continue;
    const request = { project: wanted.key, draft, secret: secret ?? chosen?.secret ?? '' };
    const key = await unlessThere(`the key "${draft.name}" of the project "${wanted.key}"`, () => createKey(store, writer, request));
    if (key !== null && secret === undefined && chosen !== undefined) used.push(chosen);
  }
  return used;
}

/** A made secret cannot be compared with what is there, so a key counts as there by its kind, name and environment. */
async function keysThere(
  store: OpenDatabase,
  projectId: string,
): Promise<(key: Pick<InitProject['keys'][number], 'kind' | 'name' | 'environment'>) => boolean> {
  const names = new Map((await environmentsOf(store.db, projectId)).map(({ id, key }) => [id, key]));
  const rows = await store.db.select().from(apiKeys).where(eq(apiKeys.projectId, projectId));
  return ({ kind, name, environment }) =>
    rows.some((row) => row.kind === kind && row.name === name && names.get(row.environmentId ?? '') === environment);
}

/** null when it is there already, as after a set-up that was cut short. */
async function unlessThere<T>(what: string, make: () => Promise<T>): Promise<T | null> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof SluiceProblem)) throw error;
    if (error.code === 'exists') return null;
    const advice = 'Mend the file and start again; what was set up before it stays.';
    throw new Error(`The init file could not be applied to its end: ${what} was refused. ${error.message} ${advice}`, { cause: error });
  }
}
