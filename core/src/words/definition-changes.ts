import type { z } from 'zod';
import type { FlagDefinition } from '../schema/flag.ts';
import { valueText } from './amounts.ts';
import { type Mark, marked, type Noted } from './noted.ts';
import { type Sentence, say, value, variant } from './sentence.ts';

type Definition = z.output<typeof FlagDefinition>;

/** What an edit changes of a flag's definition, in all environments. */
export function definitionChanges(before: Definition, after: Definition): readonly Noted[] {
  return [
    ...variantChanges(before.variants, after.variants),
    ...(before.clientSide === after.clientSide ? [] : [browserChange(after.clientSide)]),
    ...textChange('name', before.name, after.name),
    ...textChange('description', before.description, after.description),
    ...textChange('owner', before.owner, after.owner),
    ...tagChanges(before.tags, after.tags, 'removed'),
    ...tagChanges(after.tags, before.tags, 'added'),
  ];
}

function variantChanges(before: Definition['variants'], after: Definition['variants']): Noted[] {
  const said = (key: string, of: Definition['variants']): Sentence => say`variant ${variant(key)} = ${value(valueText(of[key] ?? null))}`;
  return [
    ...Object.keys(before).flatMap((key) => (Object.hasOwn(after, key) ? [] : [marked('removed', said(key, before))])),
    ...Object.keys(after).flatMap((key): Noted[] => {
      if (!Object.hasOwn(before, key)) return [marked('added', said(key, after))];
      if (JSON.stringify(before[key]) === JSON.stringify(after[key])) return [];
      return [
        marked(
          'changed',
          say`variant ${variant(key)}: ${value(valueText(before[key] ?? null))} to ${value(valueText(after[key] ?? null))}`,
        ),
      ];
    }),
  ];
}

const browserChange = (available: boolean) =>
  available ? marked('added', say`available to browsers`) : marked('removed', say`no longer available to browsers`);

function textChange(what: string, before: string, after: string): Noted[] {
  if (before === after) return [];
  if (before === '') return [marked('added', say`${what}: ${value(valueText(after))}`)];
  if (after === '') return [marked('removed', say`${what}: ${value(valueText(before))}`)];
  return [marked('changed', say`${what}: ${value(valueText(before))} to ${value(valueText(after))}`)];
}

const tagChanges = (from: readonly string[], to: readonly string[], mark: Mark): Noted[] =>
  from.filter((tag) => !to.includes(tag)).map((tag) => marked(mark, say`tag ${value(tag)}`));
