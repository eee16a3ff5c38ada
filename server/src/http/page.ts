import { z } from 'zod';
import { SluiceProblem } from './problem.ts';

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(100).meta({ description: 'Items at once.' }),
  cursor: z.string().max(500).optional().meta({ description: '`next` of the page before.' }),
});

export const pageOf = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item), next: z.string().nullable() });

/** Splits off the row that was read beyond the limit, and makes the cursor from the last one kept. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  after: (row: Row) => readonly (string | number)[],
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, next: more ? Buffer.from(JSON.stringify(after(last))).toString('base64url') : null };
}

/** What a cursor holds; null without one. Throws `invalid-request` for one that we did not make. */
export function readCursor<Parts extends z.ZodType>(cursor: string | undefined, parts: Parts): z.output<Parts> | null {
  if (cursor === undefined) return null;
  try {
    return parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new SluiceProblem('invalid-request', 'The cursor is not one that this list gave out. Leave it away to begin at the start.');
  }
}
