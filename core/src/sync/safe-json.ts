/** Plain text search first: almost no document names these keys, and walking a whole ruleset costs more than parsing it. */
const SUSPICIOUS = /__proto__|constructor|\\u/;

/**
 * Parses JSON that came over a network. Throws a SyntaxError for text that is not JSON, and for keys that would reach
 * a prototype once copied: `__proto__` anywhere, and `constructor` holding a `prototype`.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (SUSPICIOUS.test(text)) refusePrototypeKeys(value);
  return value;
}

/** A loop, not a recursion: the depth of a hostile document is not bounded. */
function refusePrototypeKeys(root: unknown): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) throw new SyntaxError('refused: the JSON has a key "__proto__"');
    const made = Object.getOwnPropertyDescriptor(value, 'constructor')?.value;
    if (typeof made === 'object' && made !== null && Object.hasOwn(made, 'prototype'))
      throw new SyntaxError('refused: the JSON has a key "constructor" with a "prototype"');
    for (const inner of Object.values(value)) open.push(inner);
  }
}
