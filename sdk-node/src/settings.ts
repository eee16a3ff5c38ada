import { readFileSync } from 'node:fs';
import type { JsonValue } from '@sluice/core';
import type { LogLevel, NodeClientOptions } from './options.ts';
import { parseOverrides } from './parse-overrides.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Settings {
  readonly url: string;
  readonly key: string;
  readonly offline: boolean;
  readonly overrides: readonly { readonly key: string; readonly value: JsonValue; readonly origin: 'code' | 'env' }[];
  readonly logLevel: LogLevel;
  /** What is missing or wrong for a connection; what to do about it. */
  readonly misconfigured: string | undefined;
  /** What else was not understood. */
  readonly warnings: readonly string[];
}

const LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent'] satisfies readonly LogLevel[];

/** Options first, then the environment's variables. Never throws. */
export function readSettings(options: NodeClientOptions, environment: Environment): Settings {
  const warnings: string[] = [];
  const offline = options.offline ?? /^(1|true|yes)$/i.test(environment['SLUICE_OFFLINE'] ?? '');
  const url = (options.url ?? environment['SLUICE_URL'] ?? '').trim();
  const { key, fault } = readKey(options, environment);
  const level = options.logLevel ?? environment['SLUICE_LOG_LEVEL'] ?? 'info';
  if (!LEVELS.includes(level)) warnings.push(`SLUICE_LOG_LEVEL is "${level}"; it can be ${LEVELS.join(', ')}`);
  const fromEnvironment = parseOverrides(environment['SLUICE_OVERRIDES'] ?? '', (fault) => warnings.push(fault));
  return {
    url,
    key,
    offline,
    overrides: [
      ...fromEnvironment.map(([flag, value]) => ({ key: flag, value, origin: 'env' as const })),
      ...Object.entries(options.overrides ?? {}).map(([flag, value]) => ({ key: flag, value, origin: 'code' as const })),
    ],
    logLevel: LEVELS.includes(level) ? (level as LogLevel) : 'info',
    misconfigured: offline ? undefined : (faultOfUrl(url) ?? fault),
    warnings,
  };
}

function faultOfUrl(url: string): string | undefined {
  if (url === '') return 'no server is named: set SLUICE_URL, or createClient({ url })';
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (/^(https?|wss?):$/.test(protocol)) return undefined;
  return `"${url}" is not the address of a server: write it as https://flags.example.com`;
}

function readKey(options: NodeClientOptions, environment: Environment): { readonly key: string; readonly fault: string | undefined } {
  const file = environment['SLUICE_SDK_KEY_FILE'];
  let key = options.key ?? environment['SLUICE_SDK_KEY'] ?? '';
  if (key === '' && file !== undefined) {
    try {
      key = readFileSync(file, 'utf8');
    } catch (error) {
      return { key: '', fault: `the key cannot be read from SLUICE_SDK_KEY_FILE: ${error}` };
    }
  }
  key = key.trim();
  if (key === '') return { key, fault: 'no key: set SLUICE_SDK_KEY (or SLUICE_SDK_KEY_FILE), or createClient({ key })' };
  // What cannot stand in a header would make every attempt throw.
  return {
    key,
    fault: /^[\x21-\x7e]+$/.test(key) ? undefined : 'the key has characters that no key has; copy it again from the dashboard',
  };
}
