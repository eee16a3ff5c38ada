import { ConfigError, describeConfig, type Environment, readConfig } from './config.ts';
import { openDatabase } from './db/open.ts';
import { dropSignInLink, makeSignInLink, siteOfServer } from './people/make-sign-in-link.ts';
import { closest } from './spelling.ts';
import { type RunningServer, startServer } from './start.ts';
import { VERSION } from './version.ts';

const COMMANDS = {
  start: { does: 'start the server (what happens without a command)', run: start },
  'sign-in-link': { does: 'print a link that signs one person in, once, within an hour', run: signInLink },
  config: { does: 'print the settings in force, without passwords', run: config },
  migrate: { does: 'bring the database up to date, and end', run: migrate },
} as const;

export const USAGE = [
  'usage: sluice-server [command]',
  '',
  ...Object.entries(COMMANDS).map(([name, { does }]) => `  ${name.padEnd(14)} ${does}`),
  '',
  '  --help         print this',
  '  --version      print the version',
  '',
  'Settings are environment variables; "sluice-server config" lists them.',
].join('\n');

/** Where a command reads its settings and says what it has to say. */
export interface Surroundings {
  /** Environment variables; those of the process unless said. */
  readonly environment?: Environment;
  /** Whether a person reads along. */
  readonly terminal: boolean;
  say(line: string): void;
  complain(line: string): void;
}

/** Runs one command. Resolves to the exit code, or to a running server that decides when the process ends. */
export async function runCommand(words: readonly string[], around: Surroundings): Promise<number | RunningServer> {
  const [word = 'start', ...rest] = words;
  if (words.includes('--help') || words.includes('-h') || word === 'help') return tell(around, USAGE);
  if (word === '--version') return tell(around, VERSION);
  const command = Object.entries(COMMANDS).find(([name]) => name === word)?.[1];
  const stray = command === undefined ? word : rest[0];
  if (command === undefined || stray !== undefined) {
    const meant = closest(String(stray), Object.keys(COMMANDS));
    around.complain(
      `sluice-server does not know "${stray}"${meant === null || command !== undefined ? '' : `; did you mean "${meant}"?`}\n\n${USAGE}`,
    );
    return 2;
  }
  try {
    return await command.run(around);
  } catch (error) {
    around.complain(explain(error));
    return error instanceof ConfigError ? 2 : 1;
  }
}

function tell({ say }: Surroundings, text: string): number {
  say(text);
  return 0;
}

/** Errors that we throw say all in their message; any other is shown whole. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError) return `The settings cannot be used:\n${error.message.replace(/^/gm, '  ')}`;
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError ? String(error.stack) : error.message;
}

async function start({ environment, terminal, say }: Surroundings): Promise<RunningServer> {
  const server = await startServer(environment, { terminal });
  announce(server, say);
  return server;
}

function announce({ site, url, signInLink, initSecrets, config, log }: RunningServer, say: (line: string) => void): void {
  if (config.logFormat === 'json') {
    log.info({ url, site }, 'ready');
    for (const made of initSecrets) log.info(made, 'a secret was made; it is printed this once');
    if (signInLink !== null) log.info({ signInLink }, 'nobody has a password yet: this link signs one person in, once, within an hour');
    return;
  }
  say(`\n  Sluice ${VERSION} at ${site}${config.publicUrl === null ? '' : ` (listening at ${url})`}`);
  for (const { secret, kind, name, project, environment } of initSecrets)
    say(`\n  ${kind} key "${name}" (${project}${environment === null ? '' : `/${environment}`}), printed this once:\n  ${secret}`);
  say(signInLink === null ? '' : `\n  Sign in, once, within an hour:\n  ${signInLink}\n`);
}

async function signInLink(around: Surroundings): Promise<number> {
  const { config } = readConfig(around.environment);
  const site = siteOfServer(config);
  if (config.databaseUrl === null) return tell(around, dropSignInLink(config.data, site, new Date()));
  const store = await openDatabase({ ...config, autoMigrate: false });
  try {
    return tell(around, await makeSignInLink(store.db, site, new Date()));
  } finally {
    await store.close();
  }
}

async function config({ environment, terminal, say }: Surroundings): Promise<number> {
  const { config, warnings } = readConfig(environment, terminal);
  for (const line of [...describeConfig(config), ...warnings.map((warning) => `# ${warning}`)]) say(line);
  return 0;
}

async function migrate(around: Surroundings): Promise<number> {
  const { config } = readConfig(around.environment);
  const store = await openDatabase({ ...config, autoMigrate: true });
  await store.close();
  return tell(around, 'The database is up to date.');
}
