import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Database, OpenDatabase } from '../db/database.ts';
import { eventChains, events, projects } from '../db/tables.ts';
import { makeSecret } from '../keys/key.ts';
import { appendEvent, INSTALLATION_CHAIN, recordEvent } from '../log/events.ts';
import { type InitContent, readInitFile } from './init-file.ts';
import { isFor, type MadeSecret, readSecretsFile, writeSecretsFile } from './secrets-file.ts';
import { type InitWriter, setUpProject } from './set-up-project.ts';

/** What became of an init file. */
export type InitOutcome =
  | { readonly applied: false; readonly because: string }
  /** `toPrint`: made secrets that stand nowhere else. */
  | { readonly applied: true; readonly toPrint: readonly MadeSecret[] };

const STARTED = 'init.started';
const APPLIED = 'init.applied';
/** After this long another server may take over a set-up that was broken off. */
const TAKE_OVER_MS = 60_000;

/**
 * Sets an installation up by an init file, once: on its first start, or on the next when that was cut short. Nothing that is
 * there already is touched, and a file that is not applied is not read.
 * @throws InitFileError for a file that cannot be used; Error in words.
 */
export async function applyInitFile(store: OpenDatabase, path: string, clock: () => Date): Promise<InitOutcome> {
  const before = await reasonAgainst(store.db, clock(), store.kind);
  if (before !== null) return { applied: false, because: before };
  const content = readInitFile(path);
  const refusal = await claim(store, clock());
  if (refusal !== null) return { applied: false, because: refusal };
  const secrets = chooseSecrets(content);
  if (content.secretsFile !== undefined) writeSecretsFile(content.secretsFile, secrets);
  const writer = writerAt(clock());
  const made: MadeSecret[] = [];
  for (const project of content.projects) made.push(...(await setUpProject(store, writer, project, secrets)));
  await recordEvent(store, { ...writer, chain: INSTALLATION_CHAIN, kind: APPLIED, subject: 'init' });
  return { applied: true, toPrint: content.secretsFile === undefined ? made : [] };
}

function writerAt(at: Date): InitWriter {
  return { actor: { kind: 'system', id: 'init', name: 'Init file' }, source: 'init', at };
}

/** Says in the log that this server sets up; words when it must not. Of servers that start at once one gets through. */
async function claim(store: OpenDatabase, now: Date): Promise<string | null> {
  return await store.transaction(async (tx) => {
    await tx.insert(eventChains).values({ chain: INSTALLATION_CHAIN }).onConflictDoNothing();
    await tx.select().from(eventChains).where(eq(eventChains.chain, INSTALLATION_CHAIN)).for('update');
    const reason = await reasonAgainst(tx, now, store.kind);
    if (reason === null) await appendEvent(tx, { ...writerAt(now), chain: INSTALLATION_CHAIN, kind: STARTED, subject: 'init' });
    return reason;
  });
}

async function reasonAgainst(db: Database, now: Date, kind: OpenDatabase['kind']): Promise<string | null> {
  const [last] = await db
    .select({ kind: events.kind, at: events.at })
    .from(events)
    .where(and(eq(events.chain, INSTALLATION_CHAIN), inArray(events.kind, [STARTED, APPLIED])))
    .orderBy(desc(events.sequence))
    .limit(1);
  if (last?.kind === APPLIED) return `one was applied at ${last.at.toISOString()}`;
  if (last !== undefined) {
    const fresh = now.getTime() - last.at.getTime() < TAKE_OVER_MS;
    return kind === 'postgres' && fresh ? `another server began to apply it at ${last.at.toISOString()}` : null;
  }
  const rows = await db.select({ id: projects.id }).from(projects).limit(1);
  return rows.length > 0 ? 'the installation has projects already' : null;
}

/** A secret for every key without one: what an earlier attempt wrote down, or a fresh one. */
function chooseSecrets({ secretsFile, projects: wanted }: InitContent): readonly MadeSecret[] {
  const known = secretsFile === undefined ? [] : readSecretsFile(secretsFile);
  return wanted.flatMap((project) =>
    project.keys.flatMap((key) => {
      if (key.secret !== undefined) return [];
      const { kind, name, environment = null } = key;
      return [
        known.find((made) => isFor(made, project.key, key)) ?? { project: project.key, environment, kind, name, secret: makeSecret(kind) },
      ];
    }),
  );
}
