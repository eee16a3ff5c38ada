import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { namesGivenIn, sourceFiles } from './sources.ts';
import { partsOf, REFUSED, refusedIn } from './words.ts';

const complaint = (where: string, name: string) => refusedIn(name).map((word) => `${where}: ${name} says "${word}"; ${REFUSED[word]}`);

describe('words', () => {
  it('splits names as people read them', () => {
    expect(partsOf('FlagManagerV2')).toEqual(['flag', 'manager', 'v2']);
    expect(partsOf('HTMLText')).toEqual(['html', 'text']);
    expect(partsOf('base64url')).toEqual(['base64', 'url']);
    expect(partsOf('flag-utils.test')).toEqual(['flag', 'utils', 'test']);
    expect(refusedIn('database')).toEqual([]);
    expect(refusedIn('renewal')).toEqual([]);
  });

  it('no file is named by a word that says nothing', () => {
    expect(sourceFiles().flatMap((file) => file.split('/').flatMap((part) => complaint(file, path.parse(part).name)))).toEqual([]);
  });

  it('no name is made of a word that says nothing or is not ours', () => {
    const found = sourceFiles()
      .filter((file) => !file.startsWith('checks/words'))
      .flatMap((file) => [...namesGivenIn(file)].flatMap((name) => complaint(file, name)));
    expect(found).toEqual([]);
  });

  it('files are in kebab-case and have no suffix but .plugin, .routes, .queries and .test', () => {
    const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(plugin|routes|queries|test|config))?\.tsx?$/;
    const odd = sourceFiles().filter((file) => !name.test(path.basename(file)) && !/\.d\.ts$/.test(file));
    expect(odd).toEqual([]);
  });
});
