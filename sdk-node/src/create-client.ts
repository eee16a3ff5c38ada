import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { env, pid } from 'node:process';
import { FlagClient, murmur3, type Platform } from '@sluice/core';
import { NodeClient, type SluiceClient } from './client.ts';
import { FileCache } from './file-cache.ts';
import { createLog } from './log.ts';
import type { NodeClientOptions } from './options.ts';
import { regex } from './regex.ts';
import { enlist } from './roll.ts';
import { readSettings, type Settings } from './settings.ts';
import { timers } from './timers.ts';
import { VERSION } from './version.ts';
import { wsTransport } from './ws-transport.ts';

const STALE_AFTER_MS = 60_000;
/** The server refuses longer names, and the whole connection with them. */
const LONGEST_NAME = 200;

/**
 * A client for one environment, which connects in the background. Never throws and never waits: a missing setting is told
 * once in the log and by `ready()`, and the defaults in the code are served. With `strict` it throws instead.
 */
export function createClient(options: NodeClientOptions = {}): SluiceClient {
  const settings = readSettings(options, env);
  if (options.strict && settings.misconfigured !== undefined) throw new TypeError(`sluice: ${settings.misconfigured}`);
  const log = createLog(settings.logLevel, options.logger);
  for (const warning of settings.warnings) log.warn(`sluice: ${warning}`);
  const platform: Platform = { timers, clock: Date.now, random: Math.random, log };
  const owner = String(murmur3(`${settings.url} ${settings.key}`));
  const core = new FlagClient({
    identity: identify(options.app),
    transport: settings.offline || settings.misconfigured !== undefined ? null : wsTransport(settings.url, settings.key),
    platform,
    engines: { regex },
    cache: cacheOf(options, platform),
    owner,
    staleAfterMs: options.staleAfterMs ?? STALE_AFTER_MS,
    misconfigured: settings.misconfigured,
  });
  for (const { key, value, origin } of settings.overrides) core.override(key, value, origin);
  const onClose = warn(settings, options, owner, log);
  core.start();
  const client = new NodeClient({ core, timers, context: options.context, strict: options.strict ?? false, onClose });
  return client as unknown as SluiceClient;
}

function identify(app: NodeClientOptions['app'] = {}) {
  const { name, version, instance } = app;
  const short = (text: string) => text.slice(0, LONGEST_NAME);
  return {
    sdk: 'node',
    sdkVersion: VERSION,
    app: { ...(name === undefined ? {} : { name: short(name) }), ...(version === undefined ? {} : { version: short(version) }) },
    instance: short(instance ?? `${hostname()}:${pid}`),
    clientId: randomUUID(),
  };
}

function cacheOf({ cache, bootstrap }: NodeClientOptions, { log }: Platform): FileCache | null {
  const file = cache ? cache.file : undefined;
  if (file === undefined && bootstrap === undefined) return null;
  return new FileCache({ file, bootstrap, timers, onFault: (fault) => log.warn(`sluice: ${fault}`) });
}

/** What people regret not having been told. */
function warn(settings: Settings, options: NodeClientOptions, owner: string, log: Platform['log']): () => void {
  if (settings.offline || settings.misconfigured !== undefined) return () => {};
  const { isFirst, isAlone, leave } = enlist(owner);
  if (!isAlone) log.warn('sluice: this process has another client with the same key; one client serves a whole process');
  else if (isFirst && options.cache === undefined) {
    log.warn(
      "sluice: without a cache, a start while the server is away serves defaults; add createClient({ cache: { file: '.sluice/flags.json' } })",
    );
  }
  return leave;
}
