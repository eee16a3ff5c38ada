const LEVELS: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const HIDDEN = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'err', 'reqId']);

/** A JSON log line as one line for a person: time, level, message, members; the stack of an error follows below it. */
export function formatLine(json: string): string {
  const entry = read(json);
  if (entry === null) return json.trimEnd();
  const time = new Date(Number(entry.time)).toTimeString().slice(0, 8);
  const level = (LEVELS[Number(entry.level)] ?? 'info').padEnd(5);
  const members = Object.entries(entry).filter(([name]) => !HIDDEN.has(name));
  const said = members.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' ');
  return [`${time} ${level} ${oneLine(String(entry.msg ?? ''))}${said === '' ? '' : `  ${oneLine(said)}`}`, ...stackOf(entry.err)].join(
    '\n',
  );
}

function read(json: string): Record<string, unknown> | null {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** What others sent may hold line ends and escape sequences, which would forge lines or move the cursor. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => (character === '\n' ? '⏎' : '�'));
}

function stackOf(error: unknown): string[] {
  const stack = typeof error === 'object' && error !== null && 'stack' in error ? String(error.stack) : '';
  return stack === '' ? [] : stack.split('\n').map((line) => `    ${oneLine(line)}`);
}
