import type { Condition, Test } from '@sluice/core';
import { expandRegions, LIMITS, sizeOfCondition } from '@sluice/core/schema';
import { testFault } from '@sluice/core/words';
import type { ProblemIssue } from '../http/problem.ts';
import { patternFault } from './pattern-fault.ts';

/** What is wrong with a condition: its size, and the values of each test. */
export function conditionFaults(condition: Condition, pointer: string): ProblemIssue[] {
  const { nodes, depth } = sizeOfCondition(condition);
  if (depth > LIMITS.conditionDepth) return [{ pointer, detail: `is ${depth} levels deep; ${LIMITS.conditionDepth} are the most` }];
  if (nodes > LIMITS.conditionNodes) return [{ pointer, detail: `has ${nodes} parts; ${LIMITS.conditionNodes} are the most` }];
  return faultsWithin(condition, pointer);
}

function faultsWithin(condition: Condition, pointer: string): ProblemIssue[] {
  if ('all' in condition) return condition.all.flatMap((part, index) => faultsWithin(part, `${pointer}/all/${index}`));
  if ('any' in condition) return condition.any.flatMap((part, index) => faultsWithin(part, `${pointer}/any/${index}`));
  if ('not' in condition) return faultsWithin(condition.not, `${pointer}/not`);
  if ('segment' in condition) return [{ pointer: `${pointer}/segment`, detail: `there is no segment "${condition.segment}"` }];
  return testFaults(condition, pointer);
}

function testFaults(test: Test, pointer: string): ProblemIssue[] {
  const fault = testFault(test);
  if (fault !== null) return [{ pointer: `${pointer}/values`, detail: fault }];
  if (test.operator === 'region') {
    const expanded = expandRegions(test.values ?? []);
    return 'problem' in expanded ? [{ pointer: `${pointer}/values/${expanded.index}`, detail: expanded.problem }] : [];
  }
  if (test.operator !== 'matches') return [];
  return (test.values ?? []).flatMap((pattern, index) => {
    const detail = patternFault(pattern);
    return detail === null ? [] : [{ pointer: `${pointer}/values/${index}`, detail }];
  });
}
