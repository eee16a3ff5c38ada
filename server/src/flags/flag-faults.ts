import type { JsonValue } from '@sluice/core';
import { type FlagDefinition, LIMITS, type ServeSchema, type StoredFlag } from '@sluice/core/schema';
import type { z } from 'zod';
import type { ProblemIssue } from '../http/problem.ts';
import { conditionFaults } from './condition-faults.ts';

type Definition = Pick<z.output<typeof FlagDefinition>, 'type' | 'variants'>;

/** Values that are not of the flag's type. */
export function valueFaults({ type, variants }: Definition, pointer: string): ProblemIssue[] {
  return Object.entries(variants).flatMap(([key, value]) =>
    type === 'json' || typeof value === type
      ? []
      : [{ pointer: `${pointer}/${key}`, detail: `is ${kindOf(value)}, but the flag's values are of the type ${type}` }],
  );
}

function kindOf(value: JsonValue): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** A flag whose document no reader would take. */
export function sizeFaults(flag: StoredFlag, root = '#'): ProblemIssue[] {
  const bytes = Buffer.byteLength(JSON.stringify(flag));
  return bytes <= LIMITS.flagBytes ? [] : [{ pointer: root, detail: `the flag takes ${bytes} bytes; ${LIMITS.flagBytes} are the most` }];
}

/** Everything that is wrong with a flag's configuration by itself: pointers begin at the configuration. */
export function configurationFaults(flag: StoredFlag, root = '#'): ProblemIssue[] {
  const { definition, configuration } = flag;
  const known = new Set(Object.keys(definition.variants));
  return [
    ...variantFaults([configuration.offVariant], known, `${root}/offVariant`),
    ...configuration.rules.flatMap(({ when, serve }, index) => [
      ...conditionFaults(when, `${root}/rules/${index}/when`),
      ...serveFaults(serve, known, `${root}/rules/${index}/serve`),
    ]),
    ...duplicateRules(configuration.rules, root),
    ...serveFaults(configuration.fallthrough, known, `${root}/fallthrough`),
  ];
}

function serveFaults(serve: z.output<typeof ServeSchema>, known: ReadonlySet<string>, pointer: string): ProblemIssue[] {
  if ('variant' in serve) return variantFaults([serve.variant], known, `${pointer}/variant`);
  return variantFaults(Object.keys(serve.split.weights), known, `${pointer}/split/weights`);
}

function variantFaults(variants: readonly string[], known: ReadonlySet<string>, pointer: string): ProblemIssue[] {
  return variants
    .filter((variant) => !known.has(variant))
    .map((variant) => ({ pointer, detail: `the flag has no variant "${variant}"; it has ${[...known].join(', ')}` }));
}

function duplicateRules(rules: readonly { readonly id: string }[], root: string): ProblemIssue[] {
  return rules.flatMap(({ id }, index) =>
    rules.findIndex((other) => other.id === id) === index
      ? []
      : [{ pointer: `${root}/rules/${index}/id`, detail: `another rule has the id "${id}"` }],
  );
}

/** What is wrong with a flag's prerequisites, given every flag that they lead to. */
export function prerequisiteFaults(flag: StoredFlag, closure: ReadonlyMap<string, StoredFlag>, root = '#'): ProblemIssue[] {
  return flag.configuration.prerequisites.flatMap((prerequisite, index, all) => {
    const pointer = `${root}/prerequisites/${index}`;
    if (all.findIndex((other) => other.flag === prerequisite.flag) < index) {
      return [{ pointer: `${pointer}/flag`, detail: `"${prerequisite.flag}" is named twice; put its variants into one` }];
    }
    const needed = closure.get(prerequisite.flag);
    if (prerequisite.flag === flag.key) return [{ pointer: `${pointer}/flag`, detail: 'a flag cannot be its own prerequisite' }];
    if (needed === undefined) return [{ pointer: `${pointer}/flag`, detail: `there is no flag "${prerequisite.flag}"` }];
    const circle = pathTo(flag.key, needed, closure);
    if (circle !== null) return [{ pointer: `${pointer}/flag`, detail: `makes a circle: ${[flag.key, ...circle].join(' → ')}` }];
    const known = new Set(Object.keys(needed.definition.variants));
    const faults = prerequisite.variants
      .filter((variant) => !known.has(variant))
      .map((variant) => ({
        pointer: `${pointer}/variants`,
        detail: `"${needed.key}" has no variant "${variant}"; it has ${[...known].join(', ')}`,
      }));
    if (!flag.definition.clientSide || needed.definition.clientSide) return faults;
    return [...faults, { pointer: `${pointer}/flag`, detail: `"${needed.key}" is not available to browsers, and this flag is` }];
  });
}

function pathTo(key: string, from: StoredFlag, closure: ReadonlyMap<string, StoredFlag>, seen = new Set<string>()): string[] | null {
  if (seen.has(from.key)) return null;
  seen.add(from.key);
  for (const { flag } of from.configuration.prerequisites) {
    if (flag === key) return [from.key, key];
    const next = closure.get(flag);
    const rest = next === undefined ? null : pathTo(key, next, closure, seen);
    if (rest !== null) return [from.key, ...rest];
  }
  return null;
}
