import { Button, Link } from '@backstage/ui';
import { RiThumbDownLine, RiThumbUpLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import {
  Panel,
  RelativeTime,
  type ActionState,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import styles from './Runs.module.css';

export interface FeedbackPanelProps {
  runs: readonly RunSummary[];
  /** Who looks: everybody is asked about their own runs. */
  user?: string;
  routes: MissionsRoutes;
  feedback: ActionState<[runId: string, value: 'up' | 'down' | 'none']>;
}

/** Asks once about the latest run of the person who looks. */
export function FeedbackPanel(props: FeedbackPanelProps) {
  const { runs, user, routes, feedback } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useRunWords();
  const run = runs.find(
    // Of what was rejected or called off nobody expected anything.
    ({ initiator, feedback: given, planOnly, state }) =>
      initiator === user && !given && !planOnly && state !== 'cancelled',
  );
  if (!run) {
    return null;
  }
  const clusters = words.clusters(run).map(({ id }) => id);
  return (
    <Panel title={t('runs.howDidItGo')}>
      <div className={styles.ask}>
        <p>
          <Link href={routes.run(run.id)} standalone>
            {run.title}
          </Link>
          {clusters.length > 0 &&
            ` ${t('runs.on', { clusters: clusters.join(', ') })}`}
          , <RelativeTime date={run.finishedAt ?? run.createdAt} />
        </p>
        <div role="group" aria-label={t('runs.howDidItGo')}>
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiThumbUpLine />}
            isPending={feedback.pending}
            onPress={() => void feedback.run(run.id, 'up')}
          >
            {t('runs.asWanted')}
          </Button>{' '}
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiThumbDownLine />}
            isPending={feedback.pending}
            onPress={() => void feedback.run(run.id, 'down')}
          >
            {t('runs.notQuite')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
