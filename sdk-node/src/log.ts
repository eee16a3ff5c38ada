import { stderr } from 'node:process';
import type { Logger } from '@sluice/core';
import type { LogLevel } from './options.ts';

const RANK: { readonly [level in LogLevel]: number } = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

/** Lets through what is at least as grave as `level`; to standard error where no logger is given. A logger that throws is not heard of. */
export function createLog(level: LogLevel, logger: Logger = STDERR): Logger {
  const pass =
    (name: keyof Logger): Logger['info'] =>
    (message, fields) => {
      if (RANK[name] < RANK[level]) return;
      try {
        logger[name](message, fields);
      } catch {} // There is nobody left to tell.
    };
  return { debug: pass('debug'), info: pass('info'), warn: pass('warn'), error: pass('error') };
}

const write: Logger['info'] = (message, fields) => {
  const code = fields?.['code'];
  stderr.write(code === undefined ? `${message}\n` : `${message} [${code}]\n`);
};
const STDERR: Logger = { debug: write, info: write, warn: write, error: write };
