import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createPostgres } from '../../server/test/harness.ts';

/** Where one server under test keeps its data. */
export interface Place {
  readonly name: Engine;
  readonly data: string;
  readonly databaseUrl: string | null;
  remove(): Promise<void>;
}

export const ENGINES = ['PGlite', 'Postgres'] as const;
export type Engine = (typeof ENGINES)[number];

/** A data folder of its own and, for Postgres, a database of its own. */
export async function makePlace(name: Engine): Promise<Place> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-e2e-'));
  const database = name === 'Postgres' ? await createPostgres() : null;
  return {
    name,
    data,
    databaseUrl: database?.url ?? null,
    remove: async () => {
      await database?.drop();
      fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
