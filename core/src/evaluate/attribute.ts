import type { EvaluationContext } from './details.ts';
import { own } from './json.ts';

/** A path into the context, taken apart once: a plain name, or the steps of a dotted path. */
export type Path = string | readonly string[];

export function toPath(attribute: string): Path {
  if (attribute === 'targetingKey') return 'targetingKey'; // The very text that `read` compares with.
  return attribute.includes('.') ? attribute.split('.') : attribute;
}

/** The attribute at a path, by own properties alone; `undefined` wherever a step is missing. */
export function read(context: object, path: Path): unknown {
  // Asked for most of all, and read far faster by a name that the engine sees.
  if (path === 'targetingKey') return Object.hasOwn(context, 'targetingKey') ? (context as EvaluationContext).targetingKey : undefined;
  if (typeof path === 'string') return own(context, path);
  let value: unknown = context;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = own(value, step);
  }
  return value;
}

/** An attribute as an id: a non-empty string, or an integer that is exact in 53 bits, in decimal. */
export function toId(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}
