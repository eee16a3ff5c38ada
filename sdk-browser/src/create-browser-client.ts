import { FlagClient, type JsonValue, type Logger, murmur3, type Timers } from '@sluice/core';
import type { BrowserClient, BrowserClientOptions, ContextResult } from './browser-client.ts';
import { hashContext } from './context-hash.ts';
import { localCache } from './local-cache.ts';
import { VERSION } from './version.ts';
import { webTransport } from './web-transport.ts';

const STALE_AFTER_MS = 60_000;
const ANSWER_MS = 5_000;

const timers: Timers = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

const nothing = () => {};
const CONSOLE: Logger = {
  debug: nothing,
  info: nothing,
  // biome-ignore lint/suspicious/noConsole: the console is where the developer of a page reads
  warn: (...line) => globalThis.console.warn(...line),
  // biome-ignore lint/suspicious/noConsole: the console is where the developer of a page reads
  error: (...line) => globalThis.console.error(...line),
};

/**
 * A client for one page and one current context, which connects in the background. Never throws and never waits. Outside
 * of a browser, as on a server that renders the page, it makes no connection.
 */
export function createBrowserClient(options: BrowserClientOptions): BrowserClient {
  const { url, clientKey } = options;
  let context = options.context;
  let announced = { context, hash: hashContext(context) };
  let answered: ((result: ContextResult) => void) | undefined;
  const owner = String(murmur3(`${url} ${clientKey}`));
  const core = new FlagClient({
    identity: { sdk: 'browser', sdkVersion: VERSION, instance: 'page', clientId: String(Math.random()).slice(2) },
    transport: typeof WebSocket === 'function' ? webTransport(url, clientKey) : null,
    platform: { timers, clock: Date.now, random: Math.random, log: options.logger ?? CONSOLE },
    engines: {},
    cache: options.storage === 'memory' ? null : localCache(`sluice.${owner}`, timers),
    owner,
    staleAfterMs: options.staleAfterMs ?? STALE_AFTER_MS,
    announced,
    onContext: () => {
      context = announced.context;
      answered?.({ status: 'applied', revision: core.revision });
    },
  });
  const probe = () => {
    if (globalThis.document?.visibilityState !== 'hidden') core.probe();
  };
  const listen = (act: 'addEventListener' | 'removeEventListener') => {
    globalThis[act]?.('online', probe);
    globalThis.document?.[act]('visibilitychange', probe);
  };
  const client = {
    get context() {
      return context;
    },
    get status() {
      return core.status;
    },
    get revision() {
      return core.revision;
    },
    start() {
      core.start();
      listen('addEventListener');
    },
    get: (key: string, fallback: JsonValue) => core.answers.get(key, fallback, context),
    details: (key: string, fallback: JsonValue) => core.answers.details(key, fallback, context),
    setContext(next: BrowserClientOptions['context'], { timeoutMs = ANSWER_MS } = {}) {
      const hash = hashContext(next);
      answered?.({ status: 'superseded' });
      return new Promise<ContextResult>((resolve) => {
        const settle = (result: ContextResult) => {
          callOff();
          if (answered === settle) answered = undefined;
          resolve(result);
        };
        const callOff = timers.after(timeoutMs, () => settle({ status: 'timeout' }));
        answered = settle;
        const atOnce = next.targetingKey !== context.targetingKey || core.answers.store === null;
        announced = { context: next, hash };
        if (atOnce) context = next;
        if (!core.announce(announced, atOnce)) settle({ status: 'applied', revision: core.revision });
      });
    },
    subscribe: (keys: readonly string[] | '*', listener: () => void) =>
      core.on('change', (event) => {
        if (keys === '*' || event.keys.some((key) => keys.includes(key))) listener();
      }),
    ready: core.ready.bind(core),
    on: core.on.bind(core),
    override: (key: string, value: JsonValue) => ({ [DISPOSE]: core.override(key, value, 'code') }),
    close() {
      listen('removeEventListener');
      return core.close();
    },
    [ASYNC_DISPOSE]: () => client.close(),
  };
  if (options.start !== 'manual') client.start();
  return client as unknown as BrowserClient;
}

// Older browsers have no such symbols; whoever compiles `using` for them brings these.
const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
const ASYNC_DISPOSE: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
