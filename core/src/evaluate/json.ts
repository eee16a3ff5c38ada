/** Rulesets and contexts come from outside: nothing about their shape is believed before it is read here. */

const hasOwn = Object.prototype.hasOwnProperty;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The property itself; what only a prototype has (`constructor`, `__proto__`) is `undefined`. */
export function own(record: object, name: string): unknown {
  return hasOwn.call(record, name) ? (record as Readonly<Record<string, unknown>>)[name] : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
