import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { toIssues } from './issues.ts';
import { type ProblemIssue, SluiceProblem } from './problem.ts';

/** Checks each part of a request by its zod schema, and refuses with a pointer to everything that is wrong. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const place = httpPart ?? 'body';
  return (data: unknown) => {
    if (place === 'body' && (data === undefined || data === null) && !schema.safeParse(data).success) {
      return {
        error: new SluiceProblem('invalid-request', 'This needs a body. Send JSON with the header content-type: application/json.'),
      };
    }
    const result = schema.safeParse(data);
    return result.success ? { value: result.data } : { error: invalid(toIssues(result.error.issues, place === 'body' ? [] : [place])) };
  };
};

/** `invalid-request` with all issues, the first of them in the detail. */
export function invalid(errors: readonly ProblemIssue[]): SluiceProblem {
  const [first, ...others] = errors;
  const said = first === undefined ? 'Something is not valid' : `${first.pointer}: ${first.detail}`;
  return new SluiceProblem('invalid-request', `${said}${others.length === 0 ? '' : `; and ${others.length} more`}.`, { errors });
}
