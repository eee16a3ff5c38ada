/** One line of two texts laid side by side; null where a side has none. */
export interface DiffLine {
  readonly before: string | null;
  readonly after: string | null;
}

/** Lines of both texts, equal ones side by side, by a longest shared subsequence. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [left, right] = [before.split('\n'), after.split('\n')];
  const shared = sharedLengths(left, right);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [one, other] = [left[i], right[j]];
    if (one !== undefined && one === other) {
      lines.push({ before: one, after: one });
      i += 1;
      j += 1;
    } else if (other === undefined || (one !== undefined && at(shared, i + 1, j) >= at(shared, i, j + 1))) {
      lines.push({ before: one ?? null, after: null });
      i += 1;
    } else {
      lines.push({ before: null, after: other });
      j += 1;
    }
  }
  return lines;
}

const at = (table: readonly (readonly number[])[], i: number, j: number) => table[i]?.[j] ?? 0;

/** For each pair of places how many lines the rests share. */
function sharedLengths(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    const row = table[i] ?? [];
    for (let j = right.length - 1; j >= 0; j -= 1) {
      row[j] = left[i] === right[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}
