import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ApiKeyDraft, EnvironmentDraft, EnvironmentKey, FlagDraft, FlagKey, ProjectDraft, ProjectKey } from '@sluice/core/schema';
import { z } from 'zod';
import { toIssues } from '../http/issues.ts';
import type { ProblemIssue } from '../http/problem.ts';
import { parseSecret, SECRET_GRAMMAR } from '../keys/key.ts';

const InitKey = ApiKeyDraft.extend({ secret: z.string().exactOptional() });

const InitProject = z.strictObject({
  key: ProjectKey,
  name: ProjectDraft.shape.name,
  environments: z
    .array(EnvironmentDraft.extend({ key: EnvironmentKey }))
    .min(1)
    .max(20),
  keys: z.array(InitKey).max(200).default([]),
  flags: z.record(FlagKey, FlagDraft).default({}),
});

/** What an installation starts with, for set-up without a person. Keys without a secret get one. */
export const InitFile = z
  .strictObject({
    /** Relative to the init file; made secrets are written there, readable by this account alone. Without it they are printed. */
    secretsFile: z.string().min(1).exactOptional(),
    projects: z.array(InitProject).min(1).max(100),
  })
  .superRefine((file, context) => {
    for (const { pointer, detail } of misfits(file)) context.addIssue({ code: 'custom', path: [...pointer], message: detail });
  });

export type InitContent = z.output<typeof InitFile>;

interface Misfit {
  readonly pointer: readonly (string | number)[];
  readonly detail: string;
}

function misfits({ projects }: z.output<typeof InitFile>): Misfit[] {
  const ids = projects.flatMap(({ keys }) => keys.map(({ secret }) => parseSecret(secret ?? '')?.id));
  return [
    ...repeated(
      projects.map(({ key }) => key),
      (index) => ['projects', index, 'key'],
      'project key',
    ),
    ...projects.flatMap(({ environments }, project) =>
      repeated(
        environments.map(({ key }) => key),
        (index) => ['projects', project, 'environments', index, 'key'],
        'environment key',
      ),
    ),
    ...projects.flatMap(({ keys, environments }, project) =>
      keys.flatMap((key, index) =>
        keyMisfits(key, new Set(environments.map((environment) => environment.key)), ids).map((misfit) => ({
          ...misfit,
          pointer: ['projects', project, 'keys', index, ...misfit.pointer],
        })),
      ),
    ),
  ];
}

function repeated(keys: readonly string[], pointer: (index: number) => (string | number)[], what: string): Misfit[] {
  return keys.flatMap((key, index) =>
    keys.indexOf(key) === index ? [] : [{ pointer: pointer(index), detail: `the ${what} "${key}" is there twice` }],
  );
}

function keyMisfits(key: z.output<typeof InitKey>, environments: ReadonlySet<string>, ids: readonly (string | undefined)[]): Misfit[] {
  const { kind, environment, origins, secret } = key;
  const parsed = secret === undefined ? null : parseSecret(secret);
  const found: (Misfit | false)[] = [
    kind !== 'automation' &&
      environment === undefined && { pointer: ['environment'], detail: `a ${kind} key belongs to one environment; name it` },
    kind === 'automation' &&
      environment !== undefined && { pointer: ['environment'], detail: 'an automation token speaks for the whole project; leave it out' },
    environment !== undefined &&
      !environments.has(environment) && {
        pointer: ['environment'],
        detail: `this project has no environment "${environment}" (it has ${[...environments].join(', ')})`,
      },
    kind !== 'client' && origins.length > 0 && { pointer: ['origins'], detail: 'only client keys are used by web pages; leave them out' },
    secret !== undefined &&
      parsed === null && { pointer: ['secret'], detail: `must look like ${SECRET_GRAMMAR}; or leave it out, and one is made` },
    parsed !== null &&
      parsed.kind !== kind && { pointer: ['secret'], detail: `is that of a ${parsed.kind} key, but the kind here is ${kind}` },
    parsed !== null &&
      ids.filter((id) => id === parsed.id).length > 1 && { pointer: ['secret'], detail: `the id "${parsed.id}" is there twice` },
  ];
  return found.filter((misfit) => misfit !== false);
}

/** An init file that cannot be used; the message lists everything wrong, and never holds a secret. */
export class InitFileError extends Error {
  constructor(path: string, lines: readonly string[]) {
    super(
      [`The init file ${path} (SLUICE_INIT_FILE) cannot be used, so nothing was set up:`, ...lines.map((line) => `  ${line}`)].join('\n'),
    );
    this.name = 'InitFileError';
  }
}

/** Reads and checks an init file. @throws InitFileError. */
export function readInitFile(path: string): InitContent {
  const parsed = InitFile.safeParse(jsonOf(path));
  if (!parsed.success) throw new InitFileError(path, toIssues(parsed.error.issues).map(describeIssue));
  const { secretsFile, ...content } = parsed.data;
  return secretsFile === undefined ? content : { ...content, secretsFile: resolve(dirname(path), secretsFile) };
}

function describeIssue({ pointer, detail }: ProblemIssue): string {
  return `${pointer}: ${detail}`;
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // A syntax error's message quotes the text, which may hold secrets.
    const syntax = error instanceof SyntaxError ? /position \d+( \(line \d+ column \d+\))?/.exec(error.message)?.[0] : undefined;
    throw new InitFileError(path, [
      error instanceof SyntaxError ? `It is not JSON${syntax === undefined ? '' : ` (${syntax})`}.` : (error as Error).message,
    ]);
  }
}
