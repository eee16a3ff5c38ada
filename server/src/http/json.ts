import { parse } from 'secure-json-parse';
import { SluiceProblem } from './problem.ts';

/** Arrays and objects inside each other. A condition may be 32 deep, which takes two levels each, inside rules. */
export const MAX_JSON_DEPTH = 128;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * Parses JSON that a stranger sent. Everything recursive that comes after (schemas, evaluation) may rely on the depth.
 * @throws SluiceProblem `malformed-json` for what is not JSON, is deeper than `MAX_JSON_DEPTH`, or has a key that
 * would reach a prototype (`__proto__`, or `prototype` inside `constructor`).
 */
export function parseJson(text: string): unknown {
  if (text === '') throw new SluiceProblem('malformed-json', 'The body is empty. Send JSON, or leave out the content-type header.');
  if (!depthWithin(text, MAX_JSON_DEPTH)) {
    throw new SluiceProblem(
      'malformed-json',
      `The body nests arrays and objects more than ${MAX_JSON_DEPTH} deep. Nothing in Sluice needs that; flatten it.`,
    );
  }
  try {
    return parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    throw new SluiceProblem('malformed-json', `The body cannot be read: ${reason(error as Error)}`);
  }
}

/** One pass without recursion, so that a text of any depth is answered at once. */
function depthWithin(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (OPENING.has(code) && ++depth > limit) return false;
    else if (CLOSING.has(code)) depth--;
  }
  return true;
}

function reason(error: Error): string {
  if (/forbidden prototype property/.test(error.message)) {
    return 'it has a key that would reach an object\'s prototype ("__proto__", or "constructor" with "prototype"). Name the key differently.';
  }
  return `${error.message}.`;
}
