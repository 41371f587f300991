export { Banner } from './Banner';
export type { BannerProps } from './Banner';
export {
  ClusterChip,
  clusterColour,
  DemoClustersProvider,
  isSequenceTarget,
  useDemoCluster,
} from './ClusterChip';
export type {
  ClusterChipProps,
  DemoClustersProviderProps,
} from './ClusterChip';
export { CopyButton } from './CopyButton';
export type { CopyButtonProps } from './CopyButton';
export { DataTable, tableRole } from './DataTable';
export type {
  DataColumn,
  DataSort,
  DataTableProps,
  TableRole,
} from './DataTable';
export { DecisionBar } from './DecisionBar';
export type { Decision, DecisionBarProps } from './DecisionBar';
export { DemoMark } from './DemoMark';
export type { DemoMarkProps } from './DemoMark';
export { DeniedState } from './DeniedState';
export type { DeniedStateProps } from './DeniedState';
export { EmptyState } from './EmptyState';
export type { EmptyStateProps } from './EmptyState';
export { ErrorState } from './ErrorState';
export type { ErrorStateProps } from './ErrorState';
export { EvidenceList } from './EvidenceList';
export type { EvidenceListProps } from './EvidenceList';
export { FieldDiff, formatValue } from './FieldDiff';
export type { FieldDiffProps } from './FieldDiff';
export { HeatMap } from './HeatMap';
export type { HeatCell, HeatMapProps } from './HeatMap';
export { LiveMark } from './LiveMark';
export type { LiveMarkProps } from './LiveMark';
export { LoadingState } from './LoadingState';
export type { LoadingStateProps } from './LoadingState';
export { LogPane } from './LogPane';
export type { LogPaneProps } from './LogPane';
export { Panel } from './Panel';
export type { PanelProps } from './Panel';
export { PersonChip } from './PersonChip';
export type { PersonChipProps } from './PersonChip';
export {
  changeMeta,
  countChanges,
  objectName,
  PlanSummaryLine,
  PlanView,
  toYaml,
} from './PlanView';
export type { PlanSummaryLineProps, PlanViewProps } from './PlanView';
export { exactTime, formatClock, RelativeTime, weekTime } from './RelativeTime';
export type { RelativeTimeProps, TimeOf } from './RelativeTime';
export { RunStrip } from './RunStrip';
export type { RunStripProps } from './RunStrip';
export { SegmentBar } from './SegmentBar';
export type { Segment, SegmentBarProps } from './SegmentBar';
export { SequenceGraph } from './SequenceGraph';
export type {
  GraphItem,
  GraphNode,
  GraphWave,
  SequenceGraphProps,
} from './SequenceGraph';
export { SoftWrap } from './SoftWrap';
export type { SoftWrapProps } from './SoftWrap';
export { StateGate } from './StateGate';
export type { StateGateProps } from './StateGate';
export { StatusIcon, StatusMark } from './StatusMark';
export type { StatusIconProps, StatusMarkProps } from './StatusMark';
export { StepList } from './StepList';
export type { StepListProps } from './StepList';
export { TargetDots } from './TargetDots';
export type { TargetDotsProps } from './TargetDots';
export { TimeLine } from './TimeLine';
export type { TimeLineProps, TimeMark, TimeRow } from './TimeLine';
export { TrendChart } from './TrendChart';
export type { TrendChartProps, TrendPoint } from './TrendChart';
export { VisuallyHidden } from './VisuallyHidden';
export type { VisuallyHiddenProps } from './VisuallyHidden';
