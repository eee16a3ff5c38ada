import type { z } from 'zod';
import type { ProblemIssue } from './problem.ts';

/** What zod says of one place in the input; the members that fastify's errors and zod's own have in common. */
interface Finding {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[] | undefined;
  readonly errors?: readonly (readonly z.core.$ZodIssue[])[] | undefined;
}

/** A JSON pointer (RFC 6901) in fragment form. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return `#${path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;
}

/** One issue per thing that is wrong; every unknown field gets its own, with its name in the pointer. */
export function toIssues(findings: readonly Finding[], before: readonly PropertyKey[] = []): ProblemIssue[] {
  return findings.flatMap((finding) => {
    const path = [...before, ...finding.path];
    if (finding.code === 'unrecognized_keys' && finding.keys !== undefined) {
      return finding.keys.map((key) => ({ pointer: pointerTo([...path, key]), detail: `"${key}" is not a field here` }));
    }
    if (finding.code === 'invalid_union' && finding.errors !== undefined) {
      const nearest = nearestBranch(finding.errors);
      if (nearest !== null) return toIssues(nearest, path);
    }
    return [{ pointer: pointerTo(path), detail: finding.message }];
  });
}

/** Of a union's branches the one that got furthest: what the writer most likely meant. */
function nearestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | null {
  const ranked = branches
    .filter((issues) => issues.length > 0)
    .map((issues) => ({ issues, score: score(issues) }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = ranked;
  return best === undefined || (second !== undefined && best.score === second.score) ? null : best.issues;
}

/** Deeper is nearer; an unknown or missing field at the top says that another branch was meant. */
function score(issues: readonly z.core.$ZodIssue[]): number {
  const atTop = issues.filter((issue) => issue.path.length === 0 || isMissing(issue)).length;
  return Math.max(...issues.map((issue) => issue.path.length)) * 10 - atTop * 11;
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 1 && /received undefined/.test(issue.message);
}
