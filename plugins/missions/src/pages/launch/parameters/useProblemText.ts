import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../../translation';
import type { ParameterProblem } from './parameterProblem';

/** What is wrong with a value, in words. */
export function useProblemText(): (problem: ParameterProblem) => string {
  const { t } = useTranslationRef(missionsTranslationRef);
  return textOf;

  function textOf(problem: ParameterProblem): string {
    switch (problem.kind) {
      case 'missing':
        return t('launch.problemMissing');
      case 'json': {
        const { found } = problem;
        const line = String(problem.line);
        const column = String(problem.column);
        return found === ''
          ? t('launch.problemJsonEnd', { line, column })
          : t('launch.problemJson', { found, line, column });
      }
      case 'notObject':
        return t('launch.problemObject', { example: problem.example });
      case 'notList':
        return t('launch.problemList');
      case 'notNumber':
        return t('launch.problemNumber', { value: problem.value });
      case 'notKept':
        return t('launch.problemKept', { value: problem.value });
      case 'notWhole':
        return t('launch.problemWhole');
      case 'tooSmall':
        return t('launch.problemSmall', { bound: String(problem.bound) });
      case 'tooLarge':
        return t('launch.problemLarge', { bound: String(problem.bound) });
      case 'line':
        return t('launch.problemLine', {
          line: String(problem.line),
          problem: textOf(problem.problem),
        });
      default:
        return t('launch.problemOption', { value: problem.value });
    }
  }
}
