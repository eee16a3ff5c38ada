import type { Condition, JsonPrimitive } from '@sluice/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromRoot, toRoot } from './condition-nodes.ts';

const scalar: fc.Arbitrary<JsonPrimitive> = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ attribute: fc.string({ minLength: 1 }), operator: fc.constantFrom('in', 'contains', 'gte'), values: fc.array(scalar) }),
  fc.record({
    attribute: fc.string({ minLength: 1 }),
    operator: fc.constant('matches'),
    values: fc.array(fc.string()),
    ignoreCase: fc.constant(true),
  }),
  fc.record({ attribute: fc.string({ minLength: 1 }), operator: fc.constantFrom('exists', 'before') }),
  fc.record({ segment: fc.string({ minLength: 1 }) }),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.record({ all: fc.array(tie('condition'), { maxLength: 4 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 4 }) }),
    // A double negation is simplified, so none is made here.
    fc.record({
      not: fc.oneof(
        leaf,
        fc.record({ all: fc.array(leaf, { maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
      ),
    }),
  ),
}));

test('a condition that is opened and not edited comes back exactly as it was', () => {
  fc.assert(
    fc.property(condition, (one) => {
      expect(fromRoot(toRoot(one))).toEqual(one);
    }),
  );
});

test('a lone test stays one as long as nothing joins it', () => {
  const lone: Condition = { attribute: 'email', operator: 'endsWith', values: ['@shop.example'] };
  const root = toRoot(lone);
  expect(fromRoot(root)).toEqual(lone);
  expect(fromRoot({ ...root, group: { ...root.group, children: [...root.group.children, ...root.group.children] } })).toEqual({
    all: [lone, lone],
  });
});

test('a shape from a newer server is kept whole', () => {
  const strange = { someday: ['x'] } as unknown as Condition;
  expect(fromRoot(toRoot({ all: [strange, { not: strange }] }))).toEqual({ all: [strange, { not: strange }] });
});
