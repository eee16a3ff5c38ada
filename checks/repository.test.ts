import { describe, expect, it } from 'vitest';
import { read, repositoryFiles } from './sources.ts';

const BINARY = /\.(png|jpe?g|gif|webp|ico|woff2?|gz|br|wasm|pdf)$/i;
const texts = repositoryFiles().filter((file) => !BINARY.test(file) && file !== 'checks/repository.test.ts');

const mentions = (pattern: RegExp, files: readonly string[]) =>
  files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );

describe('the repository', () => {
  it('records no host and no archive address in its lockfile', () => {
    expect(mentions(/https?:|tarball:/, ['pnpm-lock.yaml'])).toEqual([]);
  });

  it('asks for the same versions in the lockfile as in the manifests', () => {
    const lock = read('pnpm-lock.yaml');
    const manifests = repositoryFiles().filter((file) => /(^|\/)package\.json$/.test(file));
    for (const file of manifests) {
      const manifest = JSON.parse(read(file)) as Record<string, Record<string, string> | undefined>;
      const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
      const importer = file === 'package.json' ? '.' : file.replace(/\/package\.json$/, '');
      const section = lock.split(/\n {2}(?=\S)/).find((part) => part.startsWith(`${importer}:`)) ?? '';
      for (const [name, range] of wanted) {
        expect(section, `${file} wants ${name} ${range}`).toMatch(
          new RegExp(`'?${literally(name)}'?:\\n\\s+specifier: '?${literally(range)}'?\\n`),
        );
      }
    }
  });

  it('names no machine and no registry', () => {
    const home = /(^|[^\w./~-])\/(home|root|Users|work|farm|var\/tmp)\/\w/;
    const hosts = /registry\.(npmjs|yarnpkg)|npmmirror|deb\.debian|archive\.ubuntu|artifactory/i;
    expect([...mentions(home, texts), ...mentions(hosts, texts)]).toEqual([]);
  });

  it('holds no secret that looks like one of ours', () => {
    const real = /\bslu_(sdk|api)_[A-Za-z0-9]+_[A-Za-z0-9_-]{24,}/;
    expect(mentions(real, texts)).toEqual([]);
  });

  it('has no unfinished note', () => {
    expect(
      mentions(
        /\b(TODO|FIXME|XXX|HACK)\b/,
        texts.filter((file) => file !== 'LICENSE'),
      ),
    ).toEqual([]);
  });
});

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
