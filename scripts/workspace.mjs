// Installs and builds when something changed since the last time. Runs before any dependency exists, so it may import none.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const BUILT = ['core', 'server', 'sdk-node', 'sdk-browser', 'dashboard'];
const OTHERS = ['bench', 'checks', 'e2e', 'examples/shop'];
const INSTALLED_STAMP = 'node_modules/.sluice-installed';
const BUILT_STAMP = 'node_modules/.sluice-built';
const OUTPUTS = [
  'core/dist/index.js',
  'server/dist/main.js',
  'sdk-node/dist/index.js',
  'sdk-browser/dist/index.js',
  'dashboard/dist/index.html',
];

export const say = (text) => console.error(`[sluice] ${text}`);

export function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  say(`Sluice needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

/** Runs a program with this terminal's output and returns its exit code. */
export function run(program, args, env = {}) {
  const shell = process.platform === 'win32' && !/\.exe$/i.test(program);
  const done = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env }, shell });
  if (done.error !== undefined) say(`${program} did not start: ${done.error.message}`);
  return done.status ?? 1;
}

export const runNode = (args, env = {}) => run(process.execPath, args, env);

/** Installs what the lockfile says, with the pnpm that package.json names; nothing to do needs no network. */
export function install() {
  const manifests = ['package.json', ...[...BUILT, ...OTHERS].map((folder) => `${folder}/package.json`)];
  const want = digest(['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests], [process.version, process.platform, process.arch]);
  if (stamped(INSTALLED_STAMP, want)) return;
  const pin = JSON.parse(fs.readFileSync('package.json', 'utf8')).packageManager.split('+')[0];
  const watch = stopwatch();
  say(`installing dependencies with ${pin} (the first time only)`);
  if (pnpm(pin, ['install', '--frozen-lockfile', '--prod=false']) !== 0) {
    say('The dependencies could not be installed; the lines above say why. Without a network, set up once where there is one.');
    process.exit(1);
  }
  fs.writeFileSync(INSTALLED_STAMP, want);
  say(`dependencies ready in ${watch()} s`);
}

/** Compiles every package and bundles the SDKs and the dashboard, when a source changed. Returns an exit code. */
export function build() {
  const configs = ['package.json', 'pnpm-lock.yaml', ...fs.readdirSync('.').filter((name) => /^tsconfig.*\.json$/.test(name))];
  const sources = BUILT.flatMap((folder) => filesOf(folder)).concat(filesOf('scripts'));
  const want = digest([...configs, ...sources]);
  if (stamped(BUILT_STAMP, want) && OUTPUTS.every((file) => fs.existsSync(file))) return 0;
  const watch = stopwatch();
  say('building');
  const force = OUTPUTS.every((file) => fs.existsSync(file)) ? [] : ['--force'];
  const steps = [
    () => runNode(['node_modules/typescript/bin/tsc', '-b', ...force]),
    () => runNode(['node_modules/tsx/dist/cli.mjs', 'scripts/bundle-sdks.ts']),
    () => runNode(['node_modules/vite/bin/vite.js', 'build', 'dashboard', '--logLevel', 'warn'], { NODE_ENV: 'production' }),
  ];
  for (const step of steps) {
    const code = step();
    if (code !== 0) return code;
  }
  fs.writeFileSync(BUILT_STAMP, want);
  say(`built in ${watch()} s`);
  return 0;
}

function pnpm(pin, args) {
  // CI: pnpm must not ask; yes: npm may be configured to refuse what is not installed.
  const env = { CI: 'true', npm_config_yes: 'true' };
  if (process.env.npm_config_user_agent?.startsWith('pnpm/')) return run('pnpm', args, env);
  const viaNpm = ['exec', '--yes', `--package=${pin}`, '--', 'pnpm', ...args];
  const npm = process.env.npm_execpath ?? '';
  return /npm-cli\.js$/.test(npm) ? runNode([npm, ...viaNpm], env) : run('npm', viaNpm, env);
}

function filesOf(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist' && !/\.test\.tsx?$|\.tsbuildinfo$/.test(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));
}

function digest(files, words = []) {
  const hash = createHash('sha256');
  for (const word of words) hash.update(word);
  for (const file of files.toSorted()) hash.update(file).update(fs.readFileSync(file));
  return hash.digest('hex');
}

const stamped = (file, want) => fs.existsSync(file) && fs.readFileSync(file, 'utf8') === want;

function stopwatch() {
  const started = performance.now();
  return () => ((performance.now() - started) / 1000).toFixed(1);
}
