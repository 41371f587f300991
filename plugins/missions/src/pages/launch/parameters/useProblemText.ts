import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../../translation';
import type { ParameterProblem } from './parameterProblem';
import { useFaultText } from './useFaultText';

/** Problems of one value that are told; the others are counted. */
const MOST = 3;

/** What is wrong with a value, in words, beside the text that the field shows. */
export function useProblemText(): (
  problem: ParameterProblem,
  shown: string,
) => string {
  const { t } = useTranslationRef(missionsTranslationRef);
  const faultText = useFaultText();
  return textOf;

  function textOf(problem: ParameterProblem, shown: string): string {
    switch (problem.kind) {
      case 'missing':
        return t('launch.problemMissing');
      case 'json': {
        const { found } = problem;
        const line = String(problem.line);
        const column = String(problem.column);
        if (found === '') {
          return t('launch.problemJsonEnd', { line, column });
        }
        return found === undefined
          ? t('launch.problemJsonAt', { line, column })
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
      case 'notOption':
        return t('launch.problemOption', { value: problem.value });
      case 'rule':
        return faultText(problem.fault);
      case 'line':
        return t('launch.problemLine', {
          line: String(lineOf(problem.entry, shown)),
          problem: textOf(problem.problem, shown),
        });
      case 'within':
        return t('launch.problemWithin', {
          place: problem.place,
          problem: textOf(problem.problem, shown),
        });
      case 'several':
        return textOfSeveral(problem.problems, shown);
      default:
        return problem.message;
    }
  }

  function textOfSeveral(
    problems: readonly ParameterProblem[],
    shown: string,
  ): string {
    const more = problems.length - MOST;
    return [
      ...problems.slice(0, MOST).map(one => textOf(one, shown)),
      more > 0 && t('launch.problemMore', { count: more }),
    ]
      .filter(Boolean)
      .join(' ');
  }
}

/** The line of an entry, where others are empty. */
function lineOf(entry: number, shown: string): number {
  const lines = shown
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]));
  return lines[entry - 1] ?? entry;
}
