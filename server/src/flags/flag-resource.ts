import type { EnvironmentFlag, FlagResource, StoredFlag } from '@sluice/core/schema';
import type { z } from 'zod';
import type { EnvironmentFlagRow, FlagInPlace, FlagRow } from './flags.queries.ts';

/** A definition as REST shows it. */
export function flagResource(row: FlagRow): z.output<typeof FlagResource> {
  return {
    ...row.definition,
    key: row.key,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

/** What one environment serves, as REST shows it. */
export function environmentFlagResource({ row, flag }: FlagInPlace, environment: string): z.output<typeof EnvironmentFlag> {
  return {
    key: row.key,
    environment,
    version: row.version,
    revision: row.revision,
    definition: flagResource(flag),
    configuration: row.body.configuration,
    kill: row.body.kill,
    changedAt: row.changedAt.toISOString(),
    changedBy: row.changedBy,
    cause: row.cause as z.output<typeof EnvironmentFlag>['cause'],
  };
}

/** The row that a write leaves behind, before it is read back. */
export function rowAfter(
  body: StoredFlag,
  made: Pick<EnvironmentFlagRow, 'environmentId' | 'revision' | 'changedAt' | 'changedBy' | 'cause'>,
): EnvironmentFlagRow {
  return { ...made, key: body.key, version: body.version, body };
}
