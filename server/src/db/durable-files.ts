import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type PostgresModule = Parameters<NodeFS['init']>[1];

interface MountedFiles {
  lookupPath(path: string, options: { follow: boolean }): { node: { mount: { type: { stream_ops: StreamOperations } } } };
}

interface StreamOperations {
  fsync?: (stream: { readonly nfd?: number }) => number;
}

/**
 * A folder of this machine in which what Postgres syncs is synced. PGlite's own takes every `fsync` for done, so that a power
 * cut could lose or tear what was acknowledged; it must also be started without `-F` (see `durableStart`). Leans on internals:
 * the version of PGlite is pinned, `fsync` is asserted at every start, and a test counts the calls.
 */
export class DurableFiles extends NodeFS {
  readonly #sync: (descriptor: number) => void;

  constructor(folder: string, sync: (descriptor: number) => void = fsyncSync) {
    super(folder);
    this.#sync = sync;
  }

  override async init(pg: PGlite, options: PostgresModule): Promise<{ emscriptenOpts: PostgresModule }> {
    const made = await super.init(pg, options);
    const sync = (module: { readonly FS: MountedFiles }): void => {
      module.FS.lookupPath('/pglite/data', { follow: true }).node.mount.type.stream_ops.fsync = (stream) => {
        if (stream.nfd !== undefined) this.#sync(stream.nfd);
        return 0;
      };
    };
    const hooks = made.emscriptenOpts as { preRun?: unknown[] };
    hooks.preRun = [...(hooks.preRun ?? []), sync];
    return made;
  }
}

/** Start parameters with which Postgres syncs, given PGlite's own. */
export function durableStart(parameters: readonly string[]): string[] {
  return [...parameters.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];
}
