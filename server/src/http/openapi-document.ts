export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const PREFIX = '#/components/schemas/';
const TWIN = 'Input';

/**
 * The generator names every schema twice, as it is read (`FlagInput`) and as it is answered (`Flag`). Where both say the
 * same, one stays; where nothing refers to one, it goes; and a lone `FlagDraftInput` becomes `FlagDraft`.
 */
export function mergeTwins(document: JsonObject): JsonObject {
  const schemas = { ...((document.components as JsonObject).schemas as JsonObject) };
  const merged = rename(document, equalTwins(schemas));
  const used = reachable(merged);
  const lone = new Map(
    [...used]
      .filter((name) => name.endsWith(TWIN) && !used.has(name.slice(0, -TWIN.length)))
      .map((name) => [name, name.slice(0, -TWIN.length)]),
  );
  const kept = Object.entries((merged.components as JsonObject).schemas as JsonObject).filter(([name]) => used.has(name));
  const trimmed: JsonObject = { ...merged, components: { ...(merged.components as JsonObject), schemas: Object.fromEntries(kept) } };
  return sortSchemas(rename(trimmed, lone));
}

/** Assumes that all pairs are equal and takes back what is not, until nothing changes: so that recursive schemas merge too. */
function equalTwins(schemas: JsonObject): Map<string, string> {
  const pairs = new Map(
    Object.keys(schemas)
      .filter((name) => `${name}${TWIN}` in schemas)
      .map((name) => [`${name}${TWIN}`, name]),
  );
  for (let changed = true; changed; ) {
    changed = false;
    for (const [input, output] of pairs) {
      if (JSON.stringify(renameRefs(schemas[input] ?? null, pairs)) === JSON.stringify(renameRefs(schemas[output] ?? null, pairs)))
        continue;
      pairs.delete(input);
      changed = true;
    }
  }
  return pairs;
}

function rename(document: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const renamed = renameRefs(document, names) as JsonObject;
  const components = renamed.components as JsonObject;
  const schemas = Object.entries(components.schemas as JsonObject).map(([name, schema]) => [names.get(name) ?? name, schema] as const);
  return { ...renamed, components: { ...components, schemas: Object.fromEntries(schemas) } };
}

function renameRefs(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((each) => renameRefs(each, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (key !== '$ref' || typeof child !== 'string') return [key, renameRefs(child, names)];
      const name = child.slice(PREFIX.length);
      return [key, `${PREFIX}${names.get(name) ?? name}`];
    }),
  );
}

/** Names of the schemas that the paths lead to. */
function reachable(document: JsonObject): Set<string> {
  const schemas = (document.components as JsonObject).schemas as JsonObject;
  const found = new Set<string>();
  const waiting: Json[] = [document.paths ?? null];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === null || typeof next !== 'object') continue;
    for (const [key, child] of Object.entries(next)) {
      const name = key === '$ref' && typeof child === 'string' ? child.slice(PREFIX.length) : null;
      if (name !== null && !found.has(name)) {
        found.add(name);
        waiting.push(schemas[name] ?? null);
      }
      waiting.push(child);
    }
  }
  return found;
}

function sortSchemas(document: JsonObject): JsonObject {
  const components = document.components as JsonObject;
  const sorted = Object.entries(components.schemas as JsonObject).sort(([one], [other]) => (one < other ? -1 : 1));
  return { ...document, components: { ...components, schemas: Object.fromEntries(sorted) } };
}

const PLAIN_WORDS: Readonly<Record<string, string>> = {
  '200': 'Done',
  '201': 'Made',
  '204': 'Done; there is nothing to say',
  '304': 'Not changed',
};

/** Declares the tags that operations use, and puts words where the generator has none for an answer. */
const ABOUT: Readonly<Record<string, string>> = {
  Audit: 'Who changed what, when and why.',
  'Flag configurations': 'What one environment serves.',
  Flags: 'What all environments share of a flag.',
  Health: 'What an orchestrator asks.',
  History: "A flag's versions, what differs between them, and restoring one.",
  Keys: 'What SDKs and automation identify themselves with.',
  Kill: 'Serving the off value to everyone, now.',
  Meta: 'This document.',
  Projects: 'Projects and their environments.',
  SDK: 'What SDKs ask.',
  Session: 'Signing in and out.',
};

export function nameTags(document: JsonObject): JsonObject {
  const names = new Set<string>();
  const paths = Object.entries(document.paths as JsonObject).map(([path, item]) => {
    const operations = Object.entries(item as JsonObject).map(([method, operation]) => {
      const { tags, responses } = operation as JsonObject;
      for (const tag of (tags as string[] | undefined) ?? []) names.add(tag);
      return [method, { ...(operation as JsonObject), responses: describeAnswers((responses ?? {}) as JsonObject) }];
    });
    return [path, Object.fromEntries(operations)];
  });
  return {
    ...document,
    tags: [...names].sort().map((name) => ({ name, description: ABOUT[name] ?? name })),
    paths: Object.fromEntries(paths),
  };
}

function describeAnswers(responses: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const { description, ...rest } = response as JsonObject;
      return [
        status,
        { description: description === 'Default Response' ? (PLAIN_WORDS[status] ?? 'An answer') : (description ?? ''), ...rest },
      ];
    }),
  );
}
