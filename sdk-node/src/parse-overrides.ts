import type { JsonValue } from '@sluice/core';

const PAIR = /\s*([^=,\s]+)\s*=\s*((?:"(?:[^"\\]|\\.)*"|[^,"[\]{}]|\[[^\]]*\]|\{[^}]*\})*)(?:,|$)/y;

/**
 * Reads `key=value,key=value`: a value is JSON, or else a text as it stands (`greeting=hello`). A comma inside a text
 * needs quotes. What cannot be read is told to `onFault` and ends the list.
 */
export function parseOverrides(text: string, onFault: (fault: string) => void): readonly (readonly [string, JsonValue])[] {
  const pairs: (readonly [string, JsonValue])[] = [];
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < text.length) {
    const rest = text.slice(PAIR.lastIndex);
    const match = PAIR.exec(text);
    if (match === null) {
      if (rest.trim() !== '') onFault(`SLUICE_OVERRIDES is not understood from "${rest}" on; write key=value,key=value`);
      break;
    }
    const [, key = '', value = ''] = match;
    pairs.push([key, read(value.trim())]);
  }
  return pairs;
}

function read(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
