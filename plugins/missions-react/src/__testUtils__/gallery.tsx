import type { ReactElement } from 'react';
import { MissionsApiError } from '../api';
import {
  ago,
  ahead,
  aPlan,
  anOrbit,
  aRun,
  aRunSummary,
  clusterRefs,
  someEvidence,
  someFindings,
  someLogLines,
} from '../testing/fixtures';
import {
  Banner,
  ClusterChip,
  CopyButton,
  DecisionBar,
  DemoMark,
  DeniedState,
  EmptyState,
  ErrorState,
  EvidenceList,
  HeatMap,
  LiveMark,
  LoadingState,
  LogPane,
  Panel,
  PersonChip,
  PlanView,
  RelativeTime,
  RunStrip,
  SegmentBar,
  SequenceGraph,
  StatusMark,
  StepList,
  TargetDots,
  TimeLine,
  TrendChart,
} from '../widgets';

/** A refused request. */
export const refused = new MissionsApiError(
  'The plan changed since you saw it',
  {
    status: 409,
    code: 'PLAN_CHANGED',
    remedy: 'Look at the new plan.',
  },
);
const orbit = anOrbit();

/** Every widget in a typical state: each must be clean for axe and speak every language. */
export const gallery: Record<string, ReactElement> = {
  Banner: <Banner tone="wait" title="The plan waits for approval" />,
  ClusterChip: <ClusterChip cluster={clusterRefs['prod-us']} />,
  CopyButton: <CopyButton text="x" label="Copy the error" />,
  DecisionBar: (
    <DecisionBar
      label="Offers"
      decisions={[{ id: 'a', label: 'Retry', onDecide: () => {} }]}
    />
  ),
  DemoMark: <DemoMark />,
  'DemoMark of some': <DemoMark only={['reef']} />,
  DeniedState: <DeniedState error={refused} />,
  EmptyState: <EmptyState title="Nothing here">It would be here.</EmptyState>,
  ErrorState: <ErrorState error={refused} retry={() => {}} />,
  EvidenceList: <EvidenceList results={someEvidence()} label="Evidence" />,
  HeatMap: (
    <HeatMap
      label="Clusters and checks"
      rows={[{ id: 'prod-us', label: 'prod-us' }]}
      columns={['memory', 'cpu', 'host'].map(id => ({
        id,
        title: `Is ${id} limited?`,
      }))}
      cells={(someFindings().heat ?? []).map(cell => ({
        row: cell.targetId,
        column: cell.check,
        status: cell.status,
        count: cell.count,
      }))}
    />
  ),
  LiveMark: <LiveMark liveness="stale" asOf={new Date()} />,
  LoadingState: <LoadingState label="Runs" />,
  LogPane: <LogPane lines={someLogLines()} fileName="x.log" label="Log" />,
  Panel: <Panel title="Clusters">content</Panel>,
  PersonChip: <PersonChip entityRef="user:default/jane" />,
  PlanView: <PlanView plan={aPlan()} />,
  RelativeTime: <RelativeTime date={new Date()} />,
  RunStrip: <RunStrip runs={orbit.recent} label="Last runs" />,
  SegmentBar: <SegmentBar segments={[{ tone: 'ok' }]} label="1 of 1" />,
  SequenceGraph: (
    <SequenceGraph
      label="Fleet sequence"
      nodes={[
        {
          id: 'backup',
          title: 'Back up',
          tone: 'ok',
          word: 'proven',
          href: '/runs/1',
          needs: [],
        },
        {
          id: 'upgrade',
          title: 'Upgrade',
          tone: 'run',
          word: 'moving',
          detail: '2 of 8 clusters',
          needs: ['backup'],
          waves: [
            {
              title: 'Wave 1',
              items: Array.from({ length: 8 }, (_, index) => ({
                id: `edge-${index}`,
                tone: 'run' as const,
                word: 'moving',
                detail: '1 of 3',
              })),
            },
          ],
        },
      ]}
    />
  ),
  TimeLine: (
    <TimeLine
      label="Next day"
      from={ago(3600)}
      to={ahead(24 * 3600)}
      now={ago(0)}
      rows={[
        {
          id: 'prod',
          label: 'prod',
          marks: [
            {
              id: 'slot',
              label: 'Certificates end soon',
              hint: 'prod-us',
              tone: 'warn',
              word: 'too late',
              at: ago(1800),
              until: ago(0),
              href: '/orbits/1',
            },
          ],
        },
      ]}
    />
  ),
  StatusMark: <StatusMark tone="unknown">Not sure</StatusMark>,
  StepList: (
    <StepList
      steps={aRun().targetsDetail[1].steps}
      label="Steps"
      onSelect={() => {}}
    />
  ),
  TargetDots: <TargetDots targets={aRunSummary().targets} />,
  TrendChart: (
    <TrendChart
      label="Findings"
      unit="found"
      points={orbit.recent.map(({ at, findings }) => ({ at, value: findings }))}
    />
  ),
};
