import { expect, it } from 'vitest';
import { isTest, read, sourceFiles } from './sources.ts';

const lengths = sourceFiles()
  .filter((file) => !isTest(file))
  .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
  .sort((one, other) => one.lines - other.lines);
const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * share))]!;

it('files are short: median at most 60 lines, nine in ten at most 180, none over 300', () => {
  const [median, ninth, longest] = [at(0.5), at(0.9), at(1)];
  const total = lengths.reduce((sum, { lines }) => sum + lines, 0);
  console.log(
    `lengths: ${lengths.length} files, ${total} lines, median ${median.lines}, p90 ${ninth.lines}, longest ${longest.lines} (${longest.file})`,
  );
  expect(median.lines).toBeLessThanOrEqual(60);
  expect(ninth.lines).toBeLessThanOrEqual(180);
  expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
});
