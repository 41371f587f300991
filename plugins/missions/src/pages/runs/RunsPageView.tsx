import { useRef } from 'react';
import { Button, ButtonLink } from '@backstage/ui';
import { RiAddLine, RiRocketLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunList } from '@mission-control/plugin-missions-common';
import {
  EmptyState,
  ErrorState,
  Panel,
  StateGate,
  useHotkeys,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRowKeys } from '../../shell/useRowKeys';
import { missionsTranslationRef } from '../../translation';
import { RunsFilterBar } from './RunsFilterBar';
import { FeedbackPanel } from './FeedbackPanel';
import { RunsTable } from './RunsTable';
import { ScheduledPanel } from './ScheduledPanel';
import { SuggestionPanel } from './SuggestionPanel';
import { isFiltered } from './runsQuery';
import type { RunsGroup, RunsPageData } from './useRunsPage';
import styles from './Runs.module.css';

export interface RunsPageViewProps {
  page: RunsPageData;
  routes: MissionsRoutes;
}

const titleKeys = {
  waiting: 'runs.waiting',
  active: 'runs.active',
  completed: 'runs.completed',
  plans: 'runs.plans',
} as const;
const emptyKeys = {
  waiting: 'runs.emptyWaiting',
  active: 'runs.emptyActive',
  completed: 'runs.emptyCompleted',
  plans: 'runs.emptyPlans',
} as const;

/** What waits for me first, then what is active, then what ended and how. */
export function RunsPageView({ page, routes }: RunsPageViewProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const search = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLDivElement>(null);
  useHotkeys({ '/': () => search.current?.focus() });
  const currentId = useRowKeys(root);
  const { filter, waiting, active, completed, plans, upcoming } = page;
  const count = (state: ViewState<RunList>) =>
    state.kind === 'ready' ? state.data.total : undefined;
  const waitingCount = count(waiting);
  const nothing =
    !isFiltered(filter) &&
    [waiting, active, completed, plans].every(state => count(state) === 0) &&
    upcoming.kind === 'ready' &&
    upcoming.data.items.length === 0;

  const title = () => {
    if (waiting.kind === 'loading') {
      return t('runs.titleAsking');
    }
    if (waitingCount) {
      return t('runs.titleMany', { count: waitingCount });
    }
    // An old answer that nothing waits says nothing about now.
    if (waiting.kind !== 'ready' || waiting.stale) {
      return t('runs.titleUnknown');
    }
    return t(isFiltered(filter) ? 'runs.titleNoneFits' : 'runs.titleNone');
  };

  return (
    <div ref={root}>
      <PageHead
        title={title()}
        meta={[
          !!count(active) &&
            t('runs.running', { number: String(count(active)) }),
          upcoming.kind === 'ready' &&
            upcoming.data.items.length > 0 &&
            t('runs.scheduledHint', {
              number: upcoming.data.truncated
                ? t('runs.moreThan', {
                    number: String(upcoming.data.items.length),
                  })
                : String(upcoming.data.items.length),
            }),
        ]}
        polled={[waiting, active, completed, plans, upcoming]}
        actions={
          <ButtonLink
            variant="secondary"
            iconStart={<RiAddLine />}
            href={routes.explorer()}
          >
            {t('runs.start')}
          </ButtonLink>
        }
      />
      <RunsFilterBar page={page} search={search} />
      {page.feedback.error && <ErrorState error={page.feedback.error} />}
      {nothing ? (
        <Panel title={t('runs.completed')}>
          <EmptyState
            icon={<RiRocketLine />}
            title={t('runs.emptyTitle')}
            action={
              <ButtonLink variant="primary" href={routes.explorer()}>
                {t('runs.emptyAction')}
              </ButtonLink>
            }
          >
            {t('runs.emptyText')}
          </EmptyState>
        </Panel>
      ) : (
        <div className={styles.layout}>
          <div className={styles.groups}>
            {group('waiting', waiting)}
            {group('active', active)}
            <ScheduledPanel
              upcoming={upcoming}
              filter={filter}
              routes={routes}
              currentId={currentId}
            />
            {group('completed', completed)}
            {!filter.state && !!count(plans) && group('plans', plans)}
          </div>
          <div className={styles.groups}>
            <SuggestionPanel
              suggestions={page.suggestions}
              unknown={page.unknown}
              routes={routes}
            />
            <FeedbackPanel
              runs={completed.kind === 'ready' ? completed.data.items : []}
              user={page.user}
              routes={routes}
              feedback={page.feedback}
            />
          </div>
        </div>
      )}
    </div>
  );

  function group(name: RunsGroup, state: ViewState<RunList>) {
    const total = count(state);
    return (
      <Panel
        title={t(titleKeys[name])}
        aside={name === 'plans' ? `${total}, ${t('runs.plansAside')}` : total}
        accent={name === 'waiting' && !!total}
      >
        <StateGate
          state={state}
          loadingLabel={t('runs.loading')}
          errorMeaning={t('runs.errorMeaning')}
        >
          {list =>
            list.items.length === 0 ? (
              <p className={styles.none}>
                {isFiltered(filter)
                  ? t('runs.emptyFiltered')
                  : t(emptyKeys[name])}
              </p>
            ) : (
              <>
                <RunsTable
                  group={name}
                  runs={list.items}
                  label={t(titleKeys[name])}
                  routes={routes}
                  currentId={currentId}
                  feedback={page.feedback}
                />
                {list.nextCursor && (
                  <div className={styles.more}>
                    <Button
                      size="small"
                      variant="secondary"
                      onPress={() => page.more(name)}
                    >
                      {t('runs.more')}
                    </Button>
                    <span className={styles.muted}>
                      {t('runs.sortedAmong', {
                        shown: String(list.items.length),
                        total: String(list.total),
                      })}
                    </span>
                  </div>
                )}
              </>
            )
          }
        </StateGate>
      </Panel>
    );
  }
}
