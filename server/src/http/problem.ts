import { PROBLEMS, type ProblemCode } from '@sluice/core/schema';

/** One thing wrong with what was sent; `pointer` is a JSON pointer in fragment form, such as `#/rules/0/id`. */
export interface ProblemIssue {
  readonly pointer: string;
  readonly detail: string;
}

/** Members of the answer beyond those every problem has; `retryAfterSeconds` also becomes the `Retry-After` header. */
export interface ProblemExtra {
  readonly errors?: readonly ProblemIssue[];
  readonly retryAfterSeconds?: number;
  readonly [member: string]: unknown;
}

/**
 * What a request is refused with. Thrown anywhere, turned into RFC 9457 problem details in one place.
 * `detail` is a sentence for the person who reads it: what happened, with which input, and what to do.
 */
export class SluiceProblem extends Error {
  readonly code: ProblemCode;
  readonly extra: ProblemExtra;

  constructor(code: ProblemCode, detail: string, extra: ProblemExtra = {}) {
    super(detail);
    this.name = 'SluiceProblem';
    this.code = code;
    this.extra = extra;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** The body of an `application/problem+json` answer. */
export function problemBody(problem: SluiceProblem, requestId: string): Record<string, unknown> {
  const { status, title } = PROBLEMS[problem.code];
  const members = { type: `urn:sluice:problem:${problem.code}`, code: problem.code, title, status, detail: problem.message, requestId };
  return { ...members, ...problem.extra, ...members };
}
