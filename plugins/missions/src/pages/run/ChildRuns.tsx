import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import { Panel, StatusMark } from '@mission-control/plugin-missions-react';
import { DemoTag } from '../../shell/DemoTag';
import { RunDots } from '../../shell/RunDots';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import styles from './Run.module.css';

export interface ChildRunsProps {
  runs: readonly RunSummary[];
  routes: MissionsRoutes;
}

/** The missions that a sequence started. */
export function ChildRuns({ runs, routes }: ChildRunsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useRunWords();
  return (
    <Panel title={t('run.children')}>
      <ul className={styles.children}>
        {runs.map(run => (
          <li key={run.id}>
            <Link href={routes.run(run.id)}>{run.title}</Link>
            <DemoTag demo={run.demo} />
            <RunDots run={run} />
            <StatusMark tone={words.tone(run)}>{words.word(run)}</StatusMark>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
