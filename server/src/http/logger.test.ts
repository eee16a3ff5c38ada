import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { formatLine } from './log-line.ts';
import { createLogger } from './logger.ts';

function capture() {
  let text = '';
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  return { output, text: () => text };
}

test('credentials in logged headers are masked', () => {
  const { output, text } = capture();
  const headers = {
    authorization: 'Bearer slu_api_x',
    cookie: 'sluice=secret',
    'sec-websocket-protocol': 'sluice.key.slu_pub_x',
    host: 'localhost',
  };
  const log = createLogger({ logLevel: 'info', logFormat: 'json' }, output);
  log.info({ headers, request: { headers } }, 'odd request');
  expect(text()).toContain('localhost');
  expect(text()).not.toMatch(/slu_api_x|sluice=secret|slu_pub_x/);
});

test('a line for a person has time, level, words and members', () => {
  const line = formatLine(JSON.stringify({ level: 40, time: 0, pid: 1, hostname: 'h', msg: 'slow', ms: 12, path: '/x' }));
  expect(line).toMatch(/^\d\d:\d\d:\d\d warn {2}slow {2}ms=12 path=\/x$/);
});

test('what strangers send cannot forge a line or move the cursor', () => {
  const line = formatLine(JSON.stringify({ level: 30, time: 0, msg: 'a\n12:00:00 error forged\u001b[2J' }));
  expect(line.split('\n')).toHaveLength(1);
  expect(line).not.toContain('\u001b');
});

test('the stack of an error follows below its line', () => {
  const { output, text } = capture();
  createLogger({ logLevel: 'info', logFormat: 'pretty' }, output).error({ err: new Error('broken pipe') }, 'it broke');
  expect(text()).toMatch(/error it broke\n {4}Error: broken pipe\n {4} {4}at /);
});
