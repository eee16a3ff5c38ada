import { request } from './request.ts';

/** A part of a list, and where the next part begins. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The most that the server gives at once. */
const LARGEST = 200;

/** All items of a list, page after page. */
export async function everything<T>(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await request('GET', path, { query: { ...query, limit: LARGEST, cursor }, signal });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}
