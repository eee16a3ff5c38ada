import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Kept, SnapshotCache, Timers } from '@sluice/core';
import type { NodeClientOptions } from './options.ts';

const BETWEEN_WRITES_MS = 5_000;

export interface FileCacheParts {
  readonly file: string | undefined;
  readonly bootstrap: NodeClientOptions['bootstrap'];
  readonly timers: Timers;
  /** Hears what could not be read or written, in words for people. */
  readonly onFault: (fault: string) => void;
}

/** The last ruleset in a file. A reader meets the old one or the new one whole, at any moment and after a crash. */
export class FileCache implements SnapshotCache {
  readonly #parts: FileCacheParts;
  #unwritten: (() => string) | undefined;
  #writing: Promise<void> | undefined;
  #callOff: (() => void) | undefined;

  constructor(parts: FileCacheParts) {
    this.#parts = parts;
  }

  load(_owner: string, use: (kept: readonly Kept[]) => void): void {
    const { file, bootstrap } = this.#parts;
    const cached = file === undefined ? [] : [file, previousOf(file)].map((name) => this.#read('cache', name, true));
    const shipped = bootstrap === undefined ? [] : [this.#readBootstrap(bootstrap)];
    void Promise.all([...cached, ...shipped]).then((kept) => use(kept.filter((one) => one !== undefined)));
  }

  save(_owner: string, make: () => string): void {
    this.#unwritten = make;
    if (this.#writing === undefined && this.#callOff === undefined) this.#writeNow();
  }

  async close(): Promise<void> {
    this.#callOff?.();
    await this.#writing;
    this.#callOff?.();
    this.#writeNow();
    await this.#writing;
    this.#callOff?.();
  }

  /** Writes what is unwritten, and again later what comes meanwhile. */
  #writeNow(): void {
    const { file, timers, onFault } = this.#parts;
    const make = this.#unwritten;
    this.#unwritten = undefined;
    this.#callOff = undefined;
    if (file === undefined || make === undefined) return;
    this.#writing = replace(file, make)
      .catch((error: unknown) =>
        onFault(`the cache "${file}" cannot be written (${error}); a start without the server would serve defaults`),
      )
      .then(() => {
        this.#writing = undefined;
        this.#callOff = timers.after(BETWEEN_WRITES_MS, () => this.#writeNow());
      });
  }

  async #readBootstrap(bootstrap: NonNullable<NodeClientOptions['bootstrap']>): Promise<Kept | undefined> {
    if ('file' in bootstrap) return this.#read('bootstrap', bootstrap.file, false);
    return { source: 'bootstrap', text: JSON.stringify(bootstrap.data) };
  }

  async #read(source: Kept['source'], file: string, mayBeMissing: boolean): Promise<Kept | undefined> {
    try {
      return { source, text: await readFile(file, 'utf8') };
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!(missing && mayBeMissing)) this.#parts.onFault(`the ${source} "${file}" cannot be read: ${error}`);
      return undefined;
    }
  }
}

const previousOf = (file: string): string => `${file}.previous`;

/** Beside, synced, renamed: at no moment is there neither the file nor the one before. */
async function replace(file: string, make: () => string): Promise<void> {
  const folder = path.dirname(file);
  const draft = `${file}.${randomUUID()}.draft`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeSynced(draft, make());
    await rename(file, previousOf(file)).catch(() => {}); // The first time there is none.
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the renames outlast a power cut, where the platform lets folders be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
