import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { closest } from './spelling.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Everything that can be set from outside, read once at start. */
export interface Config {
  readonly listen: Address;
  /** Absolute path of the folder with the embedded database and what belongs to this server alone. */
  readonly data: string;
  /** null: the embedded database in `data`. */
  readonly databaseUrl: string | null;
  /** Origin at which people reach the dashboard, without a slash at its end; null: the one it listens on. */
  readonly publicUrl: string | null;
  /** Absolute path; null: no unattended set-up. */
  readonly initFile: string | null;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly logFormat: 'json' | 'pretty';
  /** Whether migrations are applied at start. */
  readonly autoMigrate: boolean;
  /** Addresses and CIDR ranges whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that cannot be used; each line of the message names one variable and what it should be. */
export class ConfigError extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigError';
  }
}

const address = z.string().transform((text, context): Address => {
  const match = /^(?:(?<host>\[[0-9a-f:.]+\]|[^:[\]]*):)?(?<port>\d{1,5})$/i.exec(text);
  const port = Number(match?.groups?.port);
  if (match === null || port > 65_535) {
    context.addIssue({ code: 'custom', message: 'must be host:port, such as 0.0.0.0:4400, [::]:4400 or 4400 (this machine alone)' });
    return z.NEVER;
  }
  const host = match.groups?.host;
  if (host === undefined) return { host: '127.0.0.1', port };
  return { host: host === '' ? '0.0.0.0' : host.replace(/^\[|\]$/g, ''), port };
});

const origin = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  ) {
    context.addIssue({ code: 'custom', message: 'must be the address of the dashboard without a path, such as https://flags.example.com' });
    return z.NEVER;
  }
  return url.origin;
});

const path = z.string().transform((text) => resolve(text));
const yesOrNo = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://');
const proxies = z.string().transform((text, context) => {
  const parts = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const wrong = parts.find((part) => !isNetwork(part));
  if (wrong === undefined) return parts;
  context.addIssue({
    code: 'custom',
    message: `has "${wrong}", which is neither an address nor a network, such as 10.0.0.0/8, nor loopback or uniquelocal`,
  });
  return z.NEVER;
});

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [host = '', bits, ...rest] = text.split('/');
  const version = isIP(host);
  return (
    version !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  );
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const settings = z.object({
  SLUICE_LISTEN: address.default({ host: '127.0.0.1', port: 4400 }),
  SLUICE_DATA: path.prefault('.sluice/data'),
  SLUICE_DATABASE_URL: postgresUrl.nullable().default(null),
  SLUICE_PUBLIC_URL: origin.nullable().default(null),
  SLUICE_INIT_FILE: path.nullable().default(null),
  SLUICE_LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`).default('info'),
  SLUICE_LOG_FORMAT: z.enum(['json', 'pretty'], 'must be json or pretty').optional(),
  SLUICE_AUTO_MIGRATE: yesOrNo.default(true),
  SLUICE_TRUSTED_PROXIES: proxies.default([]),
});

/** Read by SDKs, examples and the scripts of this repository, which often share a shell with the server. */
const ELSEWHERE = [
  'SLUICE_URL',
  'SLUICE_SDK_KEY',
  'SLUICE_CLIENT_KEY',
  'SLUICE_OVERRIDES',
  'SLUICE_OFFLINE',
  'SLUICE_PNPM_FLAGS',
  'SLUICE_PG_BIN',
  'SLUICE_CHROMIUM',
];
const FROM_FILES = ['SLUICE_DATABASE_URL', 'DATABASE_URL'];
const KNOWN = [...Object.keys(settings.shape), 'SLUICE_DATABASE_URL_FILE'];

/**
 * Reads the settings from environment variables, by default from those of this process. An empty variable counts as
 * not set. `warnings` names variables that begin with SLUICE_ and mean nothing.
 * @throws ConfigError that lists everything wrong at once.
 */
export function readConfig(
  environment: Environment = process.env,
  terminal = false,
): { readonly config: Config; readonly warnings: readonly string[] } {
  const { values, problems } = withFiles(environment);
  const parsed = settings.safeParse(Object.fromEntries(Object.keys(settings.shape).map((name) => [name, values[name]])));
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const read = parsed.data;
  return {
    config: {
      listen: read.SLUICE_LISTEN,
      data: read.SLUICE_DATA,
      databaseUrl: read.SLUICE_DATABASE_URL,
      publicUrl: read.SLUICE_PUBLIC_URL,
      initFile: read.SLUICE_INIT_FILE,
      logLevel: read.SLUICE_LOG_LEVEL,
      logFormat: read.SLUICE_LOG_FORMAT ?? (terminal ? 'pretty' : 'json'),
      autoMigrate: read.SLUICE_AUTO_MIGRATE,
      trustedProxies: read.SLUICE_TRUSTED_PROXIES,
    },
    warnings: unknownNames(environment),
  };
}

function withFiles(environment: Environment): { values: Record<string, string | undefined>; problems: string[] } {
  const values: Record<string, string | undefined> = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const problems: string[] = [];
  for (const name of FROM_FILES) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) problems.push(`${name} and ${name}_FILE are both set; keep one.`);
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      problems.push(`${name}_FILE names ${file}, which cannot be read: ${(error as Error).message}.`);
    }
  }
  values.SLUICE_DATABASE_URL ??= values.DATABASE_URL;
  return { values, problems };
}

function unknownNames(environment: Environment): string[] {
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('SLUICE_') && !KNOWN.includes(name) && !ELSEWHERE.includes(name),
  );
  return unknown.map((name) => {
    const meant = closest(name, KNOWN);
    return `${name} is not a setting of the server and was ignored${meant === null ? '' : `; did you mean ${meant}?`}`;
  });
}

/** The settings in force as lines to print, with any password masked. */
export function describeConfig(config: Config): string[] {
  const shown: Record<keyof typeof settings.shape, string> = {
    SLUICE_LISTEN: formatAddress(config.listen),
    SLUICE_DATA: config.data,
    SLUICE_DATABASE_URL: config.databaseUrl === null ? '(embedded)' : redactUrl(config.databaseUrl),
    SLUICE_PUBLIC_URL: config.publicUrl ?? '(where it listens)',
    SLUICE_INIT_FILE: config.initFile ?? '(none)',
    SLUICE_LOG_LEVEL: config.logLevel,
    SLUICE_LOG_FORMAT: config.logFormat,
    SLUICE_AUTO_MIGRATE: String(config.autoMigrate),
    SLUICE_TRUSTED_PROXIES: config.trustedProxies.join(',') || '(none)',
  };
  return Object.entries(shown).map(([name, value]) => `${name}=${value}`);
}

/** `host:port`, with brackets round an IPv6 host. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function redactUrl(text: string): string {
  if (!URL.canParse(text)) return '(set, not a URL)';
  const url = new URL(text);
  if (url.password !== '') url.password = '***';
  for (const name of [...url.searchParams.keys()]) if (/password|key/i.test(name)) url.searchParams.set(name, '***');
  return url.href;
}
