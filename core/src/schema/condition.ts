import { z } from 'zod';
import type { Condition } from '../evaluate/flag.ts';
import { OPERATORS, type OperatorName } from '../evaluate/operators.ts';
import { AttributePath, SegmentKey } from './primitives.ts';

/** Depth and size of a condition are checked in `limits.ts`, by the code that readers use. */
const operatorNames = Object.keys(OPERATORS) as [OperatorName, ...OperatorName[]];

export const Operator = z.enum(operatorNames).meta({ id: 'Operator' });
export const TestValue = z.union([z.string().max(1024), z.number(), z.boolean()]);

export const Test = z
  .strictObject({
    attribute: AttributePath,
    operator: Operator,
    values: z.array(TestValue).max(10_000).exactOptional(),
    ignoreCase: z.boolean().exactOptional(),
    codes: z
      .array(z.string())
      .exactOptional()
      .meta({ readOnly: true, description: 'Named regions expanded when saved; what a writer sends here is ignored.' }),
  })
  .meta({ id: 'Test' });

export const ConditionSchema: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(ConditionSchema).max(100) }),
      z.strictObject({ any: z.array(ConditionSchema).max(100) }),
      z.strictObject({ not: ConditionSchema }),
      z.strictObject({ segment: SegmentKey }),
      Test,
    ]),
  )
  .meta({ id: 'Condition' });
