import { describe, expect, it } from 'vitest';
import { brokenFloors } from './floors.ts';
import { identifiersOf, importsOf, isTest, read, sourceFiles } from './sources.ts';

const shipped = sourceFiles().filter((file) => !isTest(file));

describe('floors', () => {
  it('finds a door that leads upwards', () => {
    const planted = importsOf(
      'x.ts',
      "import type { Flag } from '../schema/flag.ts';\nconst later = () => import('zod');\nexport * from './flag.ts';",
    );
    expect(brokenFloors('core/src/evaluate/evaluate.ts', planted)).toEqual([
      'core/src/evaluate/evaluate.ts imports ../schema/flag.ts: floor 0 imports nothing but itself and murmurhash',
      'core/src/evaluate/evaluate.ts imports zod: floor 0 imports nothing but itself and murmurhash',
    ]);
    expect(brokenFloors('sdk-browser/src/index.ts', importsOf('x.ts', "import '@sluice/core/schema';"))).toHaveLength(1);
    expect(brokenFloors('server/src/flags/patch.ts', importsOf('x.ts', "import { buildApp } from '../app.ts';"))).toHaveLength(1);
  });

  it('every import goes down, never up or across', () => {
    expect(shipped.flatMap((file) => brokenFloors(file, importsOf(file)))).toEqual([]);
  });

  it('process.env is read in one file of the server, and nowhere in core or the dashboard', () => {
    const readers = shipped.filter((file) => /^(core|server|dashboard)\//.test(file) && /\bprocess\.env\b/.test(read(file)));
    expect(readers).toEqual(['server/src/config.ts']);
  });

  it('the floors that SDKs share take time, randomness and platforms as parameters', () => {
    const platform = ['process', 'window', 'document', 'fetch', 'WebSocket', 'setTimeout', 'setInterval', 'localStorage', 'Buffer'];
    const impure = shipped
      .filter((file) => /^core\/src\/(evaluate|sync|client)\//.test(file))
      .flatMap((file) => {
        const names = identifiersOf(file);
        const clock = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/.exec(read(file));
        return [...platform.filter((name) => names.has(name)), ...(clock === null ? [] : [clock[0]])].map((name) => `${file} uses ${name}`);
      });
    expect(impure).toEqual([]);
  });
});
