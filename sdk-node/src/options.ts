import type { EvaluationContext, JsonValue, Logger } from '@sluice/core';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface NodeClientOptions {
  /** Where the server is, as `https://flags.example.com`; `SLUICE_URL` unless said. */
  readonly url?: string;
  /** Server key, which names project and environment; `SLUICE_SDK_KEY`, or the text of the file `SLUICE_SDK_KEY_FILE`, unless said. */
  readonly key?: string;
  /** Shown in the dashboard among the connections. */
  readonly app?: { readonly name?: string; readonly version?: string; readonly instance?: string };
  /** Attributes of this process, such as its region; a context given to `get` adds to them and wins. */
  readonly context?: EvaluationContext;
  /** What to answer from before the server was ever reached: the text of `GET /sdk/v1/ruleset`, or a cache file of another process. */
  readonly bootstrap?: { readonly file: string } | { readonly data: JsonValue };
  /** Keeps the last ruleset for a start without the server (mode 0600, replaced in one step, the one before kept); `false` for none. */
  readonly cache?: { readonly file: string } | false;
  /** Values set over whatever the server says; also `SLUICE_OVERRIDES='checkout.new-flow=true,greeting="hello"'`. */
  readonly overrides?: Readonly<Record<string, JsonValue>>;
  /** Makes no connection; also `SLUICE_OFFLINE=1`. */
  readonly offline?: boolean;
  /** After so long without contact answers are called stale; 60,000 unless said. */
  readonly staleAfterMs?: number;
  /** For tests and CI: throws for a missing setting, an unknown flag and a default of another type. */
  readonly strict?: boolean;
  readonly logger?: Logger;
  /** `info` unless said; also `SLUICE_LOG_LEVEL`. */
  readonly logLevel?: LogLevel;
}
