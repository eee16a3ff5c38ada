import { readFileSync, writeFileSync } from 'node:fs';
import { type ApiKeyDraft, KeyKind } from '@sluice/core/schema';
import { z } from 'zod';

/** A secret that was made for a key of the init file. */
export const MadeSecret = z.strictObject({
  project: z.string(),
  environment: z.string().nullable(),
  kind: KeyKind,
  name: z.string(),
  secret: z.string(),
});
export type MadeSecret = z.output<typeof MadeSecret>;

const SecretsFile = z.strictObject({ keys: z.array(MadeSecret) });

/** What an earlier attempt made; empty when there is no such file. @throws Error for a file that holds something else. */
export function readSecretsFile(path: string): readonly MadeSecret[] {
  const text = readIfThere(path);
  if (text === null) return [];
  try {
    return SecretsFile.parse(JSON.parse(text)).keys;
  } catch {
    throw new Error(`The file ${path} (secretsFile of the init file) holds something else than made secrets. Move it, or name another.`);
  }
}

/** Readable by this account alone. */
export function writeSecretsFile(path: string, keys: readonly MadeSecret[]): void {
  writeFileSync(path, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
}

/** Whether it was made for this key of the init file. */
export function isFor(
  made: MadeSecret,
  project: string,
  key: Pick<z.output<typeof ApiKeyDraft>, 'kind' | 'name' | 'environment'>,
): boolean {
  return made.project === project && made.environment === (key.environment ?? null) && made.kind === key.kind && made.name === key.name;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`The file ${path} (secretsFile of the init file) cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
