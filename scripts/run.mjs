#!/usr/bin/env node
// `npm start` and `npm test` on a machine that has only Node and npm. No dependency may be imported here.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from './test.mjs';
import { build, install, refuseOldNode, say } from './workspace.mjs';

const TSX = 'node_modules/tsx/dist/cli.mjs';
const FROM_SOURCE = '--conditions=@sluice/source';

const commands = {
  start: (args) => built(() => keepRunning([['server/dist/main.js', ...args]])),
  shop: (args) => built(() => keepRunning([[TSX, 'examples/shop/main.ts', ...args]])),
  bench: (args) => built(() => keepRunning([[TSX, FROM_SOURCE, 'bench/main.ts', ...args]])),
  setup: () => built(() => say('everything is installed and built')),
  test: (args) => process.exit(test(args)),
  dev: (args) =>
    keepRunning([
      [TSX, 'watch', FROM_SOURCE, 'server/src/main.ts', ...args],
      ['node_modules/vite/bin/vite.js', 'dashboard'],
    ]),
};

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
refuseOldNode();
const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  say(`unknown command "${name}"; there are: ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}
install();
command(args);

function built(next) {
  const code = build();
  if (code !== 0) process.exit(code);
  next();
}

/** Runs programs until one ends, passes signals on, and ends as that one did. */
function keepRunning(programs) {
  const children = programs.map((program) => spawn(process.execPath, program, { stdio: 'inherit' }));
  const stop = (signal) => {
    for (const child of children) child.kill(signal);
  };
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  // A terminal sends Ctrl-C to the whole group; twice would mean "at once".
  process.on('SIGINT', () => process.stdin.isTTY || stop('SIGINT'));
  for (const child of children) {
    child.on('exit', (code, signal) => {
      stop('SIGTERM');
      process.exitCode ??= signal === null ? (code ?? 1) : 1;
    });
  }
}
