import { expect, it } from 'vitest';
import { read, repositoryFiles } from './sources.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifests = repositoryFiles().filter((file) => /(^|\/)package\.json$/.test(file));
const used = new Set(
  manifests.flatMap((file) => {
    const { dependencies, devDependencies } = JSON.parse(read(file)) as Manifest;
    return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@sluice/'));
  }),
);

it('every dependency has its reason, and every reason its dependency', () => {
  const rows = read('docs/dependencies.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const explained = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1]));
  expect([...used].filter((name) => !explained.includes(name))).toEqual([]);
  expect(explained.filter((name) => name === undefined || !used.has(name))).toEqual([]);
});
