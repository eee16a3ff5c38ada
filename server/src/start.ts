import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { type Config, type Environment, formatAddress, readConfig } from './config.ts';
import type { OpenDatabase } from './db/database.ts';
import { openDatabase } from './db/open.ts';
import { createLogger } from './http/logger.ts';
import { applyInitFile } from './init/apply-init-file.ts';
import type { MadeSecret } from './init/secrets-file.ts';
import { createDroppedLinks } from './people/dropped-links.ts';
import { makeSignInLink, siteOfServer } from './people/make-sign-in-link.ts';
import { anyPassword } from './people/people.queries.ts';

export interface RunningServer {
  /** Where it listens, as seen from this machine. */
  readonly url: string;
  /** Where people reach the dashboard. */
  readonly site: string;
  /** One-time link for the first person; null once somebody has a password. */
  readonly signInLink: string | null;
  /** Secrets that the init file had made and that stand nowhere else: to be printed once. */
  readonly initSecrets: readonly MadeSecret[];
  readonly app: FastifyInstance;
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  /** Says goodbye to sockets, finishes what is under way, closes the database. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly clock?: () => Date;
  /** Where the log goes; standard output unless said. */
  readonly output?: NodeJS.WritableStream;
  /** Whether a person reads the log as it comes. */
  readonly terminal?: boolean;
}

/**
 * Starts a server by environment variables (by default those of the process) and resolves once it answers.
 * @throws ConfigError for settings that cannot be used; Error in words for a database or an address that cannot.
 */
export async function startServer(
  environment?: Environment,
  { clock = () => new Date(), output, terminal = false }: StartOptions = {},
): Promise<RunningServer> {
  const { config, warnings } = readConfig(environment, terminal);
  const log = createLogger(config, output);
  for (const warning of warnings) log.warn(warning);
  const store = await openDatabase(config, { log, clock });
  try {
    if (store.kind === 'pglite') createDroppedLinks(config.data).sweep(clock());
    const initSecrets = await setUp(store, config, log, clock);
    const app = await buildApp({ config, store, clock, logger: log });
    const listen = await listenAt(app, config);
    const site = siteOfServer({ publicUrl: config.publicUrl, listen });
    const signInLink = (await anyPassword(store.db)) ? null : await makeSignInLink(store.db, site, clock());
    return { url: urlOf(listen), site, signInLink, initSecrets, app, config, log, close: () => closeAll(app, store) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function setUp(store: OpenDatabase, { initFile }: Config, log: FastifyBaseLogger, clock: () => Date): Promise<readonly MadeSecret[]> {
  if (initFile === null) return [];
  const outcome = await applyInitFile(store, initFile, clock);
  log.info({ initFile }, outcome.applied ? 'the init file was applied' : `the init file was not applied: ${outcome.because}`);
  return outcome.applied ? outcome.toPrint : [];
}

/** A number where the name `localhost` would do, for machines where that means IPv6 first. */
function urlOf({ host, port }: Config['listen']): string {
  return `http://${formatAddress({ host: { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host, port })}`;
}

/** Longest time that goodbyes are spread over; orchestrators often kill after ten seconds. */
const LONGEST_DRAIN_MS = 8_000;
/** Of many clients so many come back to other nodes each second. */
const GOODBYES_PER_MS = 0.1;

async function closeAll(app: FastifyInstance, store: OpenDatabase): Promise<void> {
  await app.hub.close(Math.min(LONGEST_DRAIN_MS, Math.floor(app.hub.crowd.members.size / GOODBYES_PER_MS)));
  await app.close();
  await store.close();
}

async function listenAt(app: FastifyInstance, { listen }: Config): Promise<Config['listen']> {
  try {
    await app.listen({ host: listen.host, port: listen.port, listenTextResolver: (address) => `listening at ${address}` });
  } catch (error) {
    await app.close();
    throw inWords(error as NodeJS.ErrnoException, formatAddress(listen));
  }
  const bound = app.server.address() as AddressInfo;
  return { host: listen.host, port: bound.port };
}

function inWords(error: NodeJS.ErrnoException, address: string): Error {
  const because = {
    EADDRINUSE: 'another program listens there. Stop it, or set SLUICE_LISTEN to another port',
    EACCES: 'this account may not listen there. Ports below 1024 are often closed; set SLUICE_LISTEN to a higher one',
    EADDRNOTAVAIL: 'this machine has no such address. Set SLUICE_LISTEN to 0.0.0.0 and a port to listen on all it has',
  }[error.code ?? ''];
  return because === undefined ? error : new Error(`The server cannot listen on ${address}: ${because}.`, { cause: error });
}
