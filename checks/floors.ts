/** Who may know whom, as data. The linter says it while one writes; this says it again, so that no suppression opens a door quietly. */
import path from 'node:path';
import type { Import } from './sources.ts';

interface Floor {
  /** Files of this floor begin with this. */
  readonly room: string;
  /** Own files that it may reach, by their beginning. */
  readonly rooms: readonly string[];
  /** Packages that it may import; null: any that its package.json lists. */
  readonly packages: readonly string[] | null;
  readonly sentence: string;
}

const EVALUATE = 'core/src/evaluate/';
const SYNC = 'core/src/sync/';
const CLIENT = 'core/src/client/';

export const FLOORS: readonly Floor[] = [
  { room: EVALUATE, rooms: [EVALUATE], packages: ['murmurhash'], sentence: 'floor 0 imports nothing but itself and murmurhash' },
  { room: SYNC, rooms: [SYNC, EVALUATE], packages: [], sentence: 'floor 1 imports itself and floor 0 alone' },
  { room: CLIENT, rooms: [CLIENT, SYNC, EVALUATE], packages: [], sentence: 'floor 2 imports itself and the floors below alone' },
  {
    room: 'core/src/index.ts',
    rooms: [CLIENT, SYNC, EVALUATE],
    packages: [],
    sentence: 'what SDKs import shows the three lowest floors alone',
  },
  { room: 'core/', rooms: ['core/'], packages: null, sentence: 'core imports itself and its packages alone' },
  {
    room: 'sdk-node/',
    rooms: ['sdk-node/'],
    packages: ['@sluice/core', 'ws', 're2js', 'murmurhash', 'node:'],
    sentence: 'an SDK imports @sluice/core alone',
  },
  { room: 'sdk-browser/', rooms: ['sdk-browser/'], packages: ['@sluice/core', 'react'], sentence: 'an SDK imports @sluice/core alone' },
  { room: 'dashboard/', rooms: ['dashboard/'], packages: null, sentence: 'the dashboard imports neither server nor SDKs' },
  { room: 'server/src/', rooms: ['server/src/'], packages: null, sentence: 'the server imports neither dashboard nor SDKs' },
];

/** Never imported by the parts that ship, whatever their package.json says. */
const APART = ['@sluice/server', '@sluice/node', '@sluice/browser', '@sluice/dashboard'];

/** One sentence for each import of a file that breaks a floor. */
export function brokenFloors(file: string, imports: readonly Import[]): string[] {
  const floor = FLOORS.find(({ room }) => file.startsWith(room));
  if (floor === undefined) return [];
  return imports.filter((one) => !allowed(floor, file, one.specifier)).map((one) => `${file} imports ${one.specifier}: ${floor.sentence}`);
}

function allowed(floor: Floor, file: string, specifier: string): boolean {
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    if (/(^|\/)app\.ts$/.test(target) && target.startsWith('server/')) return file === 'server/src/start.ts';
    return target === floor.room || floor.rooms.some((room) => target.startsWith(room));
  }
  if (APART.some((name) => specifier === name || specifier.startsWith(`${name}/`))) return false;
  if (floor.packages === null) return true;
  return floor.packages.some((name) => (name === 'node:' ? specifier.startsWith(name) : specifier === name));
}
