/**
 * Vitest's global set-up for projects that need a real Postgres. `TEST_DATABASE_URL` wins;
 * `DATABASE_URL` is never looked at, because a test run must not be able to reach real data.
 */
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { type RunningPostgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a server on which tests may create databases: a fresh one for each test file. */
    postgresUrl: string;
  }
}

interface Shared {
  users: number;
  server: Promise<RunningPostgres>;
}

// Each vitest project loads this file for itself; the process is what they share.
const SHARED = Symbol.for('sluice.test-postgres');
const shelf = globalThis as { [SHARED]?: Shared };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given);
    return async () => {};
  }
  shelf[SHARED] ??= { users: 0, server: startPostgres() };
  const shared = shelf[SHARED];
  shared.users += 1;
  project.provide('postgresUrl', (await shared.server).url);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete shelf[SHARED];
    await (await shared.server).stop();
  };
}
