// Everything that must hold before a change is kept. The last line says how many checks passed and failed.
import fs from 'node:fs';
import path from 'node:path';
import { build, runNode, say } from './workspace.mjs';

const REPORT = 'node_modules/.cache/sluice-tests.json';

/** Runs lint, types, build and all tests (with arguments: the tests that they name), and returns an exit code. */
export function test(args) {
  const steps =
    args.length > 0
      ? [['tests', () => tests(args)]]
      : [
          ['lint', () => single(runNode(['node_modules/@biomejs/biome/bin/biome', 'check', '.']))],
          [
            'types',
            () =>
              single(
                runNode(['node_modules/typescript/bin/tsc', '-b']) ||
                  runNode(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.tests.json']),
              ),
          ],
          ['build', () => single(build())],
          ['tests', () => tests([])],
        ];
  const total = { passed: 0, failed: 0 };
  for (const [name, step] of steps) {
    const { passed, failed } = step();
    total.passed += passed;
    total.failed += failed;
    say(failed === 0 ? `${name}: passed` : `${name}: FAILED`);
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

const single = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

function tests(args) {
  fs.mkdirSync(path.dirname(REPORT), { recursive: true });
  fs.rmSync(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const code = runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], { NODE_ENV: 'test' });
  if (!fs.existsSync(REPORT)) return { passed: 0, failed: 1 };
  const report = JSON.parse(fs.readFileSync(REPORT, 'utf8'));
  // A file that fails to load or to set up has no failed test of its own, and an error outside any test shows only in the exit code.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}
