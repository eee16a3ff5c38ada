/** A migration only expands: the release before it goes on working on the new tables, so a node can be replaced while others run. */
interface Refusal {
  readonly pattern: RegExp;
  readonly why: string;
}

const REFUSALS: readonly Refusal[] = [
  { pattern: /\bDROP\s+(?!NOT\s+NULL\b)/i, why: 'drops what an older node may still read' },
  { pattern: /\bRENAME\b/i, why: 'renames what an older node still calls by its name' },
  { pattern: /\bALTER\s+(COLUMN\s+)?\S+\s+(SET\s+DATA\s+)?TYPE\b/i, why: 'gives a column another type' },
  { pattern: /\bSET\s+NOT\s+NULL\b/i, why: 'refuses rows that an older node still writes' },
  { pattern: /\b(TRUNCATE|DELETE\s+FROM)\b/i, why: 'removes rows; the log is kept for ever' },
];

const COLUMN_WITHOUT_DEFAULT = /\bADD\s+COLUMN\b(?:(?!,\s*ADD\b)[^;])*\bNOT\s+NULL\b(?:(?!,\s*ADD\b)[^;])*/gi;

/** One sentence for each statement that does more than expand. */
export function contractions(sql: string): string[] {
  const statements = sql
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .split(';');
  return statements.flatMap((statement) => {
    const text = statement.trim().replaceAll(/\s+/g, ' ');
    const broken = REFUSALS.filter(({ pattern }) => pattern.test(text)).map(({ why }) => why);
    const columns = (text.match(COLUMN_WITHOUT_DEFAULT) ?? []).filter((column) => !/\bDEFAULT\b/i.test(column));
    if (columns.length > 0) broken.push('adds a column that an older node does not fill');
    return broken.map((why) => `${text.slice(0, 80)}: ${why}`);
  });
}
