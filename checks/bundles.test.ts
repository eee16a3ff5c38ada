import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import buildAll from '../scripts/built.ts';
import { declarationsIn, SDKS } from '../scripts/bundle-sdks.ts';
import { kilobytes, sdkSizes } from '../scripts/sdk-sizes.ts';
import { importsOf, ROOT } from './sources.ts';

/** Bytes of gzip that may only fall: the goal for browsers is 5,000, and what is above it is the evaluator with every operator. */
const BUDGET: Readonly<Record<string, number>> = { 'sdk-browser': 15_500 };

beforeAll(() => buildAll());

describe.each(SDKS)('the bundle of $folder', ({ folder }) => {
  const size = () => sdkSizes().find((one) => one.folder === folder)!;
  const manifest = () => JSON.parse(fs.readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8')) as { dependencies?: object };

  it('stays within its budget', () => {
    const { bytes, gzipBytes } = size();
    console.log(`size of ${folder}: ${kilobytes(bytes)}, ${kilobytes(gzipBytes)} gzip`);
    expect(gzipBytes).toBeLessThanOrEqual(BUDGET[folder] ?? Number.POSITIVE_INFINITY);
  });

  it('holds no schema library, and imports only what its package.json brings', () => {
    const { code } = size();
    expect(code).not.toMatch(/\bzod\b/i);
    const brought = Object.keys(manifest().dependencies ?? {});
    const foreign = importsOf('index.js', code).filter(({ specifier }) => !specifier.startsWith('node:') && !specifier.startsWith('.'));
    expect(foreign.filter(({ specifier }) => !brought.includes(specifier))).toEqual([]);
  });

  it('has declarations that stand alone and hold no schema library', () => {
    const dist = path.join(ROOT, folder, 'dist');
    const declarations = declarationsIn(dist);
    expect(declarations).toContain('index.d.ts');
    for (const file of declarations) {
      const text = fs.readFileSync(path.join(dist, file), 'utf8');
      expect(text, file).not.toMatch(/\bzod\b|@sluice\/core/);
    }
  });
});
