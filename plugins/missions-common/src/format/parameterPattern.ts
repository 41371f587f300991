import { TimeLimitError, withinTimeLimit } from '../expressions/timeLimit';

/** A text that does not match its pattern, or could not be compared in time. */
export interface PatternProblem {
  /** What is wrong, after the name of the parameter. */
  readonly rule: string;
  readonly tooSlow?: TimeLimitError;
}

/** What is wrong with a text of a parameter with a pattern, if anything. */
export function patternProblem(
  pattern: string,
  value: string,
): PatternProblem | undefined {
  try {
    return withinTimeLimit(() => matchesPattern(pattern, value))
      ? undefined
      : { rule: `must match ${pattern}` };
  } catch (error) {
    if (error instanceof TimeLimitError) {
      return {
        rule: `cannot be compared with ${pattern} within ${error.limitMs} ms; the mission needs a simpler pattern`,
        tooSlow: error,
      };
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
