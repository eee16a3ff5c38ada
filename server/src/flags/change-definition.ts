import { type FlagDefinition, type FlagDefinitionPatch, type StoredFlag, Variants } from '@sluice/core/schema';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '../db/database.ts';
import { flags } from '../db/tables.ts';
import { requireVersion } from '../http/preconditions.ts';
import { type ProblemIssue, SluiceProblem } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';
import { commit, type Draft, type LockedEnvironment } from '../log/commit.ts';
import { configurationFaults, prerequisiteFaults, sizeFaults, valueFaults } from './flag-faults.ts';
import { dependentsOf, type FlagRow, findBody, findFlag, prerequisiteClosure } from './flags.queries.ts';
import { changeRequest, type Write } from './write.ts';

type Definition = z.output<typeof FlagDefinition> & { readonly salt: string };
type Patch = Omit<z.output<typeof FlagDefinitionPatch>, 'reason'>;

/** Changes what all environments share, in one transaction. Throws `in-use` for what an environment still needs. */
export async function changeDefinition(write: Write, key: string, expected: number, patch: Patch): Promise<FlagRow> {
  return await commit(write.store, changeRequest(write, 'all', { cause: 'edit' }), async (draft) => {
    const row = await findFlag(draft.tx, write.projectId, key);
    requireVersion(expected, row.version, `The definition of "${key}"`);
    const definition = applyPatch(row.definition, patch);
    if (isSame(definition, row.definition)) return row;
    requireSoundDefinition(definition);
    for (const environment of draft.environments) await writeIn(draft, environment, key, definition);
    const next = { ...row, definition, version: row.version + 1 };
    await draft.tx
      .update(flags)
      .set({ definition, version: next.version })
      .where(and(eq(flags.projectId, write.projectId), eq(flags.key, key)));
    return next;
  });
}

/** JSON Merge Patch; variants are merged by key, and null removes one. */
function applyPatch(definition: Definition, { variants = {}, ...patch }: Patch): Definition {
  const merged = Object.entries({ ...definition.variants, ...variants });
  const kept = definition.type === 'json' ? merged.filter(([key]) => variants[key] !== null) : merged.filter(([, value]) => value !== null);
  return { ...definition, ...patch, variants: Object.fromEntries(kept) };
}

/** Order counts: it is how people see the variants. */
function isSame(one: Definition, other: Definition): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function requireSoundDefinition(definition: Definition): void {
  const variants = Variants.safeParse(definition.variants);
  const count = variants.success ? [] : variants.error.issues.map(({ message }) => ({ pointer: '#/variants', detail: message }));
  const faults = [...count, ...valueFaults(definition, '#/variants')];
  if (faults.length > 0) throw invalid(faults);
}

async function writeIn({ tx, write }: Draft, environment: LockedEnvironment, key: string, definition: Definition): Promise<void> {
  const present = (await findBody(tx, environment.id, key))?.body;
  if (present === undefined) return;
  const next: StoredFlag = { ...present, definition, version: present.version + 1 };
  refuseValueOfKilled(present, definition, environment);
  const tooLarge = sizeFaults(next);
  if (tooLarge.length > 0) throw invalid(tooLarge);
  const faults = takesAway(present.definition, definition) ? await faultsAround(tx, environment.id, next) : [];
  if (faults.length > 0) {
    const said = faults.map(({ pointer, detail }) => `${pointer.replace('#/', '')}: ${detail}`).join('; ');
    throw new SluiceProblem('in-use', `The environment "${environment.key}" still needs what would go: ${said}.`, {
      environment: environment.key,
      users: faults,
    });
  }
  write(environment, next);
}

/** Whether rules and other flags could rely on what is no more; otherwise none of them need be read. */
function takesAway(before: Definition, after: Definition): boolean {
  return before.clientSide !== after.clientSide || Object.keys(before.variants).some((variant) => !Object.hasOwn(after.variants, variant));
}

async function faultsAround(tx: Database, environmentId: string, next: StoredFlag): Promise<ProblemIssue[]> {
  const dependents = await dependentsOf(tx, environmentId, next.key);
  return [
    ...configurationFaults(next),
    ...prerequisiteFaults(next, await prerequisiteClosure(tx, environmentId, next)),
    ...dependents.flatMap((dependent) => dependentFaults(dependent, next)),
  ];
}

/** A dependent asks for variants of this flag, and for browsers to have it where they have the dependent. */
function dependentFaults(dependent: StoredFlag, next: StoredFlag) {
  return prerequisiteFaults(
    {
      ...dependent,
      configuration: {
        ...dependent.configuration,
        prerequisites: dependent.configuration.prerequisites.filter(({ flag }) => flag === next.key),
      },
    },
    new Map([[next.key, { ...next, configuration: { ...next.configuration, prerequisites: [] } }]]),
    `#/flags/${dependent.key}`,
  );
}

function refuseValueOfKilled(present: StoredFlag, definition: Definition, environment: LockedEnvironment): void {
  const { offVariant } = present.configuration;
  if (present.kill === null || JSON.stringify(present.definition.variants[offVariant]) === JSON.stringify(definition.variants[offVariant]))
    return;
  throw new SluiceProblem(
    'conflict',
    `In "${environment.key}" this flag is killed and serves "${offVariant}" to everyone: that value cannot be changed until it is revived.`,
  );
}
