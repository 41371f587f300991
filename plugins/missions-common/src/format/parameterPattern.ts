import { TimeLimitError, withinTimeLimit } from '../expressions/timeLimit';

/** That a text does not match its pattern, or could not be compared in time. */
export interface PatternProblem {
  /** The milliseconds that the comparison had, where it was ended. */
  readonly limitMs?: number;
}

/** What is wrong with a text of a parameter with a pattern, if anything. */
export function patternProblem(
  pattern: string,
  value: string,
): PatternProblem | undefined {
  try {
    return withinTimeLimit(() => matchesPattern(pattern, value))
      ? undefined
      : {};
  } catch (error) {
    if (error instanceof TimeLimitError) {
      return { limitMs: error.limitMs };
    }
    throw error;
  }
}

function matchesPattern(pattern: string, value: string): boolean {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
  } catch {
    return false;
  }
  return expression.test(value);
}
