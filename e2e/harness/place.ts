import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Where one server keeps its data while somebody looks at it. */
export interface Place {
  readonly name: Engine;
  readonly data: string;
  readonly databaseUrl: string | null;
  remove(): Promise<void>;
}

export const ENGINES = ['PGlite', 'Postgres'] as const;
export type Engine = (typeof ENGINES)[number];

export interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

/** A data folder of its own, over an empty Postgres database or, without one, over the embedded one. */
export function openPlace(database: Database | null): Place {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'sluice-place-'));
  return {
    name: database === null ? 'PGlite' : 'Postgres',
    data,
    databaseUrl: database?.url ?? null,
    remove: async () => {
      await database?.drop();
      fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
