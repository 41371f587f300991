import { useMemo } from 'react';
import { ButtonLink, Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  PlanSummary,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  DataTable,
  PersonChip,
  RelativeTime,
  StatusMark,
  countChanges,
  type ActionState,
  type DataColumn,
} from '@mission-control/plugin-missions-react';
import { DemoTag } from '../../shell/DemoTag';
import { RunDots } from '../../shell/RunDots';
import { TypeTag } from '../../shell/TypeTag';
import { clustersOf } from '../../shell/clustersOf';
import { isChoice } from '../../shell/isChoice';
import { lookOf } from '../../shell/lookOf';
import { useAddressSort } from '../../shell/useAddressSort';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
import { useWritesText } from '../../shell/useWritesText';
import { startedOf } from '../../shell/startedOf';
import { missionsTranslationRef } from '../../translation';
import { isSequenceItself } from '../run/useSequenceName';
import { FeedbackButtons } from './FeedbackButtons';
import { NeedMark } from './NeedMark';
import type { RunsGroup } from './useRunsPage';
import {
  latestFirst,
  latestWait,
  sortColumns,
  sortRuns,
  waitsSince,
} from './sortRuns';
import styles from './Runs.module.css';

export interface RunsTableProps {
  group: RunsGroup;
  runs: readonly RunSummary[];
  label: string;
  routes: MissionsRoutes;
  currentId?: string;
  feedback: ActionState<[runId: string, value: 'up' | 'down' | 'none']>;
}

/** The runs of a group; what waits carries its action in the row. */
export function RunsTable(props: RunsTableProps) {
  const { group, runs, label, routes, currentId, feedback } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useRunWords();
  const writesText = useWritesText();
  const [sort, setSort] = useAddressSort({
    name: `sort.${group}`,
    columns: sortColumns,
    usual: group === 'waiting' ? latestWait : latestFirst,
  });
  const rows = useMemo(() => sortRuns(runs, sort), [runs, sort]);
  const ended = group === 'completed' || group === 'plans';
  const mission: DataColumn<RunSummary> = {
    id: 'mission',
    sortable: true,
    width: '24%',
    title: t('runs.colMission'),
    rowHeader: true,
    cell: run => (
      <>
        <Link href={routes.run(run.id)} weight="bold" standalone>
          {run.title}
        </Link>
        <span className={styles.second}>
          <TypeTag type={run.type} quiet /> <DemoTag demo={run.demo} />
        </span>
      </>
    ),
  };
  const state: DataColumn<RunSummary> = {
    id: 'state',
    sortable: true,
    width: '34%',
    title: ended ? t('runs.colOutcome') : t('runs.colNow'),
    cell: run => (
      <>
        <StatusMark tone={words.tone(run)}>{words.word(run)}</StatusMark>
        {secondLine(run) && (
          <span
            className={`${styles.second} ${styles.short}`}
            title={secondLine(run)}
          >
            {secondLine(run)}
          </span>
        )}
      </>
    ),
  };
  const clusters: DataColumn<RunSummary> = {
    id: 'clusters',
    width: '15%',
    title: t('runs.colClusters'),
    cell: run =>
      lookedAt(run) ?? (
        <>
          <RunDots run={run} />
          <span className={styles.second}>{verifiedOf(run)}</span>
        </>
      ),
  };
  const plannedOn: DataColumn<RunSummary> = {
    ...clusters,
    cell: namesOf,
  };
  const by: DataColumn<RunSummary> = {
    id: 'by',
    sortable: true,
    width: '11%',
    title: t('runs.colBy'),
    cell: run => <PersonChip entityRef={run.initiator} />,
  };
  const age = (title: string): DataColumn<RunSummary> => ({
    id: 'age',
    sortable: true,
    title,
    align: 'end',
    cell: run => (
      <span className={styles.age}>
        <RelativeTime date={run.finishedAt ?? run.createdAt} />
      </span>
    ),
  });
  const since: DataColumn<RunSummary> = {
    id: 'since',
    sortable: true,
    title: t('runs.colSince'),
    align: 'end',
    cell: run => (
      <span className={styles.age}>
        <RelativeTime date={waitsSince(run)} />
      </span>
    ),
  };
  const needed: DataColumn<RunSummary> = {
    id: 'needed',
    width: '34%',
    title: t('runs.colNeeded'),
    cell: run => <NeedMark run={run} />,
  };
  const action: DataColumn<RunSummary> = {
    id: 'action',
    title: t('runs.colAction'),
    titleHidden: true,
    align: 'end',
    cell: run => (
      <ButtonLink size="small" variant="secondary" href={routes.run(run.id)}>
        {actionWords(run)}
      </ButtonLink>
    ),
  };
  const rating: DataColumn<RunSummary> = {
    id: 'feedback',
    width: '8%',
    title: t('runs.colFeedback'),
    // A plan did nothing that could have gone as wanted.
    cell: run =>
      !run.planOnly && <FeedbackButtons run={run} feedback={feedback} />,
  };
  const columns = {
    waiting: [mission, needed, clusters, by, since, action],
    active: [mission, state, clusters, by, age(t('runs.colAge'))],
    completed: [mission, state, clusters, by, rating, age(t('runs.colEnded'))],
    plans: [mission, state, plannedOn, by, age(t('runs.colEnded'))],
  }[group];
  return (
    <DataTable
      stacked
      label={label}
      columns={columns}
      rows={rows}
      sort={sort}
      onSort={setSort}
      rowId={run => run.id}
      currentId={currentId}
    />
  );

  function actionWords(run: RunSummary): string {
    const needs = run.waitingForMe ?? [];
    if (needs.includes('approval')) {
      return t('runs.showPlan');
    }
    if (needs.includes('blocked') && isChoice(run)) {
      return t('runs.choose');
    }
    return needs.includes('decision') ? t('runs.decide') : t('runs.look');
  }

  /** A look proves nothing about a cluster, so it gets no green dot. */
  function lookedAt(run: RunSummary) {
    return lookOf(run) && namesOf(run);
  }

  /** How many clusters are proven, where that is known. */
  function verifiedOf(run: RunSummary): string {
    const marks = words.clusters(run);
    if (marks.length === 0) {
      return t(
        run.type === 'sequence' ? 'runs.clustersOfMissions' : 'runs.noCluster',
      );
    }
    if (marks.some(({ vague }) => vague)) {
      return t('runs.clusters', { count: marks.length });
    }
    return t('runs.verifiedOf', {
      verified: String(marks.filter(({ tone }) => tone === 'ok').length),
      total: String(marks.length),
    });
  }

  /** A sequence writes nothing itself: it has its missions do so. */
  function sequenceDid(run: RunSummary): string {
    const count = startedOf(run).length;
    const missions =
      run.undoOf === undefined
        ? t('sequence.didStart', { count })
        : t('sequence.didTakeBack', { count });
    const places = words.clusters(run).length;
    return places === 0
      ? missions
      : t('sequence.didOn', { missions, count: places });
  }

  /** What was changed when it went well, else what became of it. */
  function secondLine(run: RunSummary): string | undefined {
    if (run.state === 'planned' && run.summary) {
      return wouldDo(run, run.summary);
    }
    if (lookOf(run)) {
      return t('shell.lookedAt', { count: run.targets.length });
    }
    if (run.state !== 'succeeded' || !run.summary) {
      return run.outcome ?? run.held?.message ?? run.reason;
    }
    if (isSequenceItself(run)) {
      return sequenceDid(run);
    }
    return countChanges(run.summary) === 0
      ? t('runs.changedNothing')
      : t('runs.changed', {
          writes: writesText([run.summary]),
          count: run.targets.length,
        });
  }

  /** What a plan says that would be done. */
  function wouldDo(run: RunSummary, summary: PlanSummary): string {
    if (!isSequenceItself(run)) {
      return t('runs.wouldChange', { writes: writesText([summary]) });
    }
    const count = countChanges(summary);
    return run.undoOf === undefined
      ? t('sequence.wouldStart', { count })
      : t('sequence.wouldTakeBack', { count });
  }
}

function namesOf(run: RunSummary) {
  return (
    <span className={styles.second}>
      {[...new Set(clustersOf(run).map(({ id }) => id))].join(', ')}
    </span>
  );
}
