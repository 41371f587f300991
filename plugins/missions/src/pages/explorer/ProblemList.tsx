import { Alert } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { MissionProblem } from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import { ProblemLines } from './ProblemLines';
import { WarningList } from './WarningList';
import styles from './Explorer.module.css';

export interface ProblemListProps {
  problems: readonly MissionProblem[];
}

/** Errors that are shown without unfolding. */
const SHOWN = 3;

/** Files that could not be read, each with its place and what to do; then what is only a warning. */
export function ProblemList({ problems }: ProblemListProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const errors = problems.filter(({ severity }) => severity !== 'warning');
  const files = new Set(
    errors.map(({ source, location }) => `${source} ${location}`),
  ).size;
  const list = <ProblemLines problems={errors} />;
  return (
    <>
      {errors.length > 0 && (
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
                  {t('explorer.problemsFolded', {
                    number: String(errors.length),
                  })}
                </summary>
                {list}
              </details>
            )
          }
        />
      )}
      <WarningList
        title={t('explorer.warnings', { count: warnings.length })}
        warnings={warnings}
      />
    </>
  );
}
