/** Words that say nothing about what a thing is, or are not ours for it. */
export const REFUSED: Readonly<Record<string, string>> = {
  manager: 'say what it does',
  helper: 'say what it does',
  helpers: 'say what it does',
  util: 'say what it does',
  utils: 'say what it does',
  common: 'say what the things have in common',
  misc: 'say what it holds',
  impl: 'name it for what it is',
  base: 'name it for what it is',
  dto: 'name it for what it holds',
  service: 'name it for what it does',
  v1: 'versions are not names',
  v2: 'versions are not names',
  old: 'say what it was, such as previous or held',
  new: 'say what it is, such as next or draft',
  legacy: 'say what it is',
  toggle: 'say flag, or flip',
  feature: 'say flag',
  features: 'say flags',
  strategy: 'say rule, or serve',
  payload: 'name what it carries',
};

/** Parts of a name: `camelCase`, `kebab-case`, `snake_case` and `HTMLText` are split. */
export function partsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+/g) ?? []).map((part) => part.toLowerCase());
}

/** The refused words in a name. */
export function refusedIn(name: string): string[] {
  return partsOf(name).filter((part) => Object.hasOwn(REFUSED, part));
}
