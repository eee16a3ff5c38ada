import { Writable } from 'node:stream';
import fastify, { type FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.ts';
import { formatLine } from './log-line.ts';

/** Paths in logged objects that hold credentials, however they got there. */
const SECRET_PATHS = ['authorization', 'cookie', '["set-cookie"]', '["sec-websocket-protocol"]'].flatMap((name) => {
  const dotted = name.startsWith('[') ? name : `.${name}`;
  return [`headers${dotted}`, `req.headers${dotted}`, `*.headers${dotted}`, `*.req.headers${dotted}`];
});

/** The log of one server: JSON lines, or readable ones for a terminal. Never a credential. */
export function createLogger(
  config: Pick<Config, 'logLevel' | 'logFormat'>,
  output: NodeJS.WritableStream = process.stdout,
): FastifyBaseLogger {
  const stream = config.logFormat === 'json' ? output : readable(output);
  // Fastify brings its logger along and hands it out in no other way.
  return fastify({
    logger: {
      level: config.logLevel,
      stream: { write: (line: string) => stream.write(line) },
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    },
  }).log;
}

function readable(output: NodeJS.WritableStream): NodeJS.WritableStream {
  return new Writable({
    decodeStrings: false,
    write: (line: string, _encoding, done) => {
      output.write(`${formatLine(line)}\n`);
      done();
    },
  });
}
