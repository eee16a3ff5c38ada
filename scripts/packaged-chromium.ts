/**
 * Unpacks the Chromium that the `@sparticuz/chromium` package carries into node_modules/.cache.
 * Only its files are used: its own start-up flags share one process among pages and switch web
 * security off, and it unpacks to fixed names in the shared temporary folder.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

const CACHE = fileURLToPath(new URL('../node_modules/.cache/chromium/', import.meta.url));

/** Null where there is no packaged browser for this platform. */
export async function packagedChromium(): Promise<{ executablePath: string; env: Record<string, string> } | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const source = packageFolder();
  if (source === null) return null;
  const { version } = JSON.parse(fs.readFileSync(path.join(source, 'package.json'), 'utf8')) as { version: string };
  const folder = path.join(CACHE, version);
  if (!fs.existsSync(path.join(folder, 'chromium'))) await unpack(path.join(source, 'bin'), folder);
  return { executablePath: path.join(folder, 'chromium'), env: browserEnvironment(folder) };
}

function packageFolder(): string | null {
  try {
    let folder = path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
    while (!fs.existsSync(path.join(folder, 'bin/chromium.br'))) {
      if (path.dirname(folder) === folder) return null;
      folder = path.dirname(folder);
    }
    return folder;
  } catch {
    return null;
  }
}

/** Into a folder of its own that is renamed when complete, so that a half-written browser is never taken for one. */
async function unpack(packed: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true });
  await Promise.all([
    decompress(path.join(packed, 'chromium.br'), path.join(draft, 'chromium')),
    ...['al2023', 'fonts', 'swiftshader'].map((name) => extract(path.join(packed, `${name}.tar.br`), draft)),
  ]);
  fs.chmodSync(path.join(draft, 'chromium'), 0o755);
  fs.mkdirSync(path.join(draft, 'fonts'), { recursive: true });
  fs.writeFileSync(path.join(draft, 'fonts', 'fonts.conf'), fontSettings(folder));
  try {
    fs.renameSync(draft, folder);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(path.join(folder, 'chromium'))) throw error;
  }
}

const decompress = (from: string, to: string) =>
  pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to));

async function extract(archive: string, into: string): Promise<void> {
  const tar = path.join(into, path.basename(archive, '.br'));
  await decompress(archive, tar);
  const run = spawnSync('tar', ['-xf', tar, '-C', into, '--no-same-owner'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`Unpacking Chromium failed: ${run.error?.message ?? run.stderr}`);
  fs.rmSync(tar);
}

function fontSettings(folder: string): string {
  const folders = [path.join(folder, 'fonts'), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('');
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}<cachedir>${folder}/fonts-cache</cachedir></fontconfig>`;
}

function browserEnvironment(folder: string): Record<string, string> {
  const libraries = ['lib', 'al2023/lib'].map((name) => path.join(folder, name)).filter((dir) => fs.existsSync(dir));
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...Object.fromEntries(inherited),
    LD_LIBRARY_PATH: [...libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    FONTCONFIG_PATH: path.join(folder, 'fonts'),
  };
}
