import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../server/src/config.ts';
import { ROOT, read } from './sources.ts';

const compose = read('docker-compose.yml');
const dockerfile = read('Dockerfile');
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe('containers', () => {
  it('copy only what is there', () => {
    const copied = dockerfile
      .split('\n')
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((name) => !fs.existsSync(path.join(ROOT, name)))).toEqual([]);
  });

  it('copy every manifest of the workspace, or the frozen lockfile would not install', () => {
    const members = matches(read('pnpm-workspace.yaml').split('catalog:')[0] ?? '', /^ {2}- (.+)$/gm);
    const folders = members.flatMap((name) => (name.endsWith('/*') ? subfolders(name.slice(0, -2)) : [name]));
    const lines = dockerfile.split('\n').filter((line) => line.startsWith('COPY '));
    expect(
      folders.filter((name) => !lines.some((line) => line.startsWith(`COPY ${name} `) || line.startsWith(`COPY ${name}/package.json `))),
    ).toEqual([]);
  });

  it('set only variables that the server knows', () => {
    const names = new Set([...matches(dockerfile, /\b(SLUICE_[A-Z_]+)=/g), ...matches(compose, /^ +(SLUICE_[A-Z_]+):/gm)]);
    expect(names.size).toBeGreaterThan(3);
    const { warnings } = readConfig(Object.fromEntries([...names].map((name) => [name, ''])));
    expect(warnings).toEqual([]);
  });

  it('declare every secret and volume that they use, and run as nobody in particular', () => {
    const declared = compose.slice(compose.indexOf('\nsecrets:'));
    for (const secret of matches(compose, /\/run\/secrets\/([\w-]+)/g)) expect(declared).toContain(`\n  ${secret}:\n    file: ./secrets/`);
    for (const volume of matches(compose, /^ {6}- ([a-z]+):\//gm))
      expect(declared).toMatch(new RegExp(`\\nvolumes:[\\s\\S]*\\n {2}${volume}:`));
    expect(matches(compose, /(healthcheck):/g)).toHaveLength(2);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(compose).not.toMatch(/PASSWORD:/);
  });
});

function subfolders(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`);
}
