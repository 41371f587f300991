import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { MissionProblem } from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import styles from './ProblemLines.module.css';

/** What the linter says begins with it; the rest is the rule. */
const LINT = 'lint/';

/** Each problem with its place, the rule of the linter, and what to do. */
export function ProblemLines(props: { problems: readonly MissionProblem[] }) {
  return (
    <ul className={styles.lines}>
      {props.problems.map((problem, index) => (
        // Two may say different things of one place.
        <li key={`${index} ${problem.message}`}>
          <code>
            <Place problem={problem} />
          </code>
          {`: ${[problem.message, problem.remedy]
            .filter(text => text !== undefined)
            .map(asSentence)
            .join(' ')}`}
          {problem.code.startsWith(LINT) && (
            <>
              {' '}
              <code className={styles.rule}>
                {problem.code.slice(LINT.length)}
              </code>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/**
 * What of the place is known: what was found across missions has a path only, a
 * source that did not answer neither path nor line.
 */
function Place({ problem }: { problem: MissionProblem }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { source, location } = problem;
  const line = String(problem.line);
  const column = String(problem.column);
  if (problem.line === undefined) {
    const { path } = problem;
    return (
      <>
        {path
          ? t('explorer.problemAtPath', { source, location, path })
          : t('explorer.problemIn', { source, location })}
      </>
    );
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
