import { Alert } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { MissionProblem } from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import styles from './Explorer.module.css';

export interface ProblemListProps {
  problems: readonly MissionProblem[];
}

/** Files that could not be read, each with its place and what to do. */
export function ProblemList({ problems }: ProblemListProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const errors = problems.filter(({ severity }) => severity !== 'warning');
  if (errors.length === 0) {
    return null;
  }
  return (
    <Alert
      status="warning"
      icon
      className={styles.problems}
      title={
        errors.length === 1
          ? t('explorer.problemsTitleOne')
          : t('explorer.problemsTitle', { number: String(errors.length) })
      }
      description={
        <ul>
          {errors.map(problem => (
            <li
              key={`${problem.location} ${problem.line} ${problem.code} ${problem.path}`}
            >
              <code>
                {t('explorer.problemAt', {
                  location: problem.location,
                  line: String(problem.line ?? 1),
                })}
              </code>
              {`: ${problem.message} ${problem.remedy ?? ''}`}
            </li>
          ))}
        </ul>
      }
    />
  );
}
