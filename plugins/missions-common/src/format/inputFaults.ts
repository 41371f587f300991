import type { InputFacts, InputFault } from '../lint/rule';
import {
  describeValue,
  pathText,
  valueAt,
  type FoundProblem,
  type ProblemPath,
} from './problem';

/**
 * What an action or check itself says of an input, such as bounds, alternatives
 * and rules over several keys; without what is found already, and without what
 * only a run can tell because an expression stands there.
 */
export function faultProblems(
  facts: InputFacts | undefined,
  input: unknown,
  path: ProblemPath,
  found: readonly FoundProblem[],
): FoundProblem[] {
  const known = new Set(found.map(problem => pathText(problem.path)));
  const isKnown = (at: ProblemPath, value: unknown) =>
    known.has(pathText(at)) ||
    // a missing key is told of what lacks it
    (value === undefined && known.has(pathText(at.slice(0, -1))));
  return (facts?.inputFaults?.(input) ?? []).flatMap(fault => {
    const value = valueAt(input, fault.path);
    const at = [...path, ...fault.path];
    return isKnown(at, value) || hasExpression([value, fault.judged])
      ? []
      : [toProblem(fault, at, value)];
  });
}

function toProblem(
  { message }: InputFault,
  path: ProblemPath,
  value: unknown,
): FoundProblem {
  return {
    code: 'ACTION_INPUT_INVALID',
    path,
    message: `${pathText(path)}: ${message}; found ${describeValue(value)}`,
    remedy: 'Correct the value.',
  };
}

function hasExpression(value: unknown): boolean {
  if (typeof value === 'string') {
    return value.includes('${{');
  }
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some(hasExpression)
  );
}
