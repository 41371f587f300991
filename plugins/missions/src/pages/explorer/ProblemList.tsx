import { Alert } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { MissionProblem } from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import styles from './Explorer.module.css';

export interface ProblemListProps {
  problems: readonly MissionProblem[];
}

/** Problems that are shown without unfolding. */
const SHOWN = 3;

/** Files that could not be read, each with its place and what to do. */
export function ProblemList({ problems }: ProblemListProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const errors = problems.filter(({ severity }) => severity !== 'warning');
  if (errors.length === 0) {
    return null;
  }
  const files = new Set(
    errors.map(({ source, location }) => `${source} ${location}`),
  ).size;
  const list = (
    <ul>
      {errors.map((problem, index) => (
        // Two may say different things of one place.
        <li key={`${index} ${problem.message}`}>
          <code>
            <Place problem={problem} />
          </code>
          {`: ${[problem.message, problem.remedy]
            .filter(text => text !== undefined)
            .map(asSentence)
            .join(' ')}`}
        </li>
      ))}
    </ul>
  );
  return (
    <Alert
      status="warning"
      icon
      className={styles.problems}
      title={
        files === 1
          ? t('explorer.problemsTitleOne')
          : t('explorer.problemsTitle', { number: String(files) })
      }
      description={
        errors.length <= SHOWN ? (
          list
        ) : (
          <details>
            <summary>
              {t('explorer.problemsFolded', { number: String(errors.length) })}
            </summary>
            {list}
          </details>
        )
      }
    />
  );
}

/** What of the place is known: a source that did not answer has no line. */
function Place({ problem }: { problem: MissionProblem }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { source, location } = problem;
  const line = String(problem.line);
  const column = String(problem.column);
  if (problem.line === undefined) {
    return <>{t('explorer.problemIn', { source, location })}</>;
  }
  return (
    <>
      {problem.column === undefined
        ? t('explorer.problemAtLine', { source, location, line })
        : t('explorer.problemAt', { source, location, line, column })}
    </>
  );
}

function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
