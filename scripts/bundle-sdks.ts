/**
 * Makes each SDK stand alone: one module with core inside, and declarations that do not name
 * `@sluice/core`, which is not published. Runs after `tsc -b`, whose declarations it completes.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Sdk {
  readonly folder: string;
  readonly platform: 'browser' | 'node';
}

export const SDKS: readonly Sdk[] = [
  { folder: 'sdk-node', platform: 'node' },
  { folder: 'sdk-browser', platform: 'browser' },
];

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly '@sluice/source': string; readonly default: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Bundles one SDK from source, minified for browsers; returns the files, and writes them to `dist` when told to. */
export async function bundleSdk(sdk: Sdk, options: { write: boolean }): Promise<readonly Rolldown.OutputChunk[]> {
  const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, sdk.folder, 'package.json'), 'utf8')) as Manifest;
  const entries = Object.values(manifest.exports).map((entry) => [
    path.basename(entry.default, '.js'),
    path.join(ROOT, sdk.folder, entry['@sluice/source']),
  ]);
  const outside = [
    ...Object.keys(manifest.peerDependencies ?? {}),
    ...(sdk.platform === 'node' ? Object.keys(manifest.dependencies ?? {}) : []),
  ];
  const results = await build({
    configFile: false,
    root: path.join(ROOT, sdk.folder),
    logLevel: 'warn',
    resolve: { conditions: ['@sluice/source', 'module', sdk.platform === 'node' ? 'node' : 'browser', 'development|production'] },
    build: {
      write: options.write,
      emptyOutDir: false,
      target: 'es2022',
      minify: sdk.platform === 'browser' ? 'oxc' : false,
      lib: { entry: Object.fromEntries(entries), formats: ['es'] },
      rolldownOptions: {
        external: (id) => id.startsWith('node:') || outside.some((name) => id === name || id.startsWith(`${name}/`)),
        platform: sdk.platform,
        ...(sdk.platform === 'browser' ? { output: { minify: true } } : {}),
      },
    },
  });
  const outputs = (Array.isArray(results) ? results : [results]).flatMap((result) => ('output' in result ? result.output : []));
  return outputs.filter((output) => output.type === 'chunk');
}

/** Puts core's declarations beside the SDK's own and points at them. */
export function completeDeclarations(sdk: Sdk): void {
  const dist = path.join(ROOT, sdk.folder, 'dist');
  const core = path.join(ROOT, 'core/dist');
  for (const file of declarationsIn(core).filter((name) => !/^(schema|ramp|words)\//.test(name))) {
    fs.mkdirSync(path.dirname(path.join(dist, 'core', file)), { recursive: true });
    fs.copyFileSync(path.join(core, file), path.join(dist, 'core', file));
  }
  for (const file of declarationsIn(dist).filter((name) => !name.startsWith('core/'))) {
    const up = path.relative(path.dirname(file), 'core/index.js');
    const text = fs.readFileSync(path.join(dist, file), 'utf8');
    fs.writeFileSync(path.join(dist, file), text.replaceAll(/(['"])@sluice\/core\1/g, `'${up.startsWith('.') ? up : `./${up}`}'`));
  }
}

export function declarationsIn(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const sdk of SDKS) {
    await bundleSdk(sdk, { write: true });
    completeDeclarations(sdk);
  }
}
