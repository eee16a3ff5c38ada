import type { ProblemCode } from './types.ts';

/** One fault of a request: where in the body, and what is wrong there. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** A refusal of the server, or `unreachable` when it gave no answer. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode | 'unreachable' | 'unknown';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly faults: readonly Fault[];
  /** Members beyond RFC 9457's own, such as `current` of a version mismatch. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    const title = text(body.title) ?? 'The server answered in a way that this page does not understand';
    super(text(body.detail) ?? title);
    this.status = status;
    this.code = (text(body.code) as ProblemCode | undefined) ?? 'unknown';
    this.title = title;
    this.detail = text(body.detail) ?? '';
    this.faults = Array.isArray(body.errors) ? (body.errors as Fault[]) : [];
    this.extra = body;
  }
}

/** The problem to show when no answer came at all. */
export function unreachable(): ApiProblem {
  return new ApiProblem(0, {
    code: 'unreachable',
    title: 'The server cannot be reached',
    detail: 'Nothing was changed as far as this page knows. Check the connection and try again.',
  });
}

export const hasCode = (error: unknown, code: ApiProblem['code']): error is ApiProblem =>
  error instanceof ApiProblem && error.code === code;

const text = (part: unknown) => (typeof part === 'string' && part !== '' ? part : undefined);
