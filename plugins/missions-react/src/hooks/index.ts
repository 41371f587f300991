export { environmentRank, inClusterOrder } from './clusterOrder';
export { LogStore } from './LogStore';
export type { LogKey } from './LogStore';
export { mapReady } from './viewState';
export type { ReadyState, ViewState } from './viewState';
export { readUpTo } from './readUpTo';
export { useAction } from './useAction';
export type { ActionState } from './useAction';
export { useHotkeys } from './useHotkeys';
export type { Hotkeys } from './useHotkeys';
export { useKnownClusters } from './useKnownClusters';
export { useNow } from './useNow';
export { usePolled } from './usePolled';
export { useRun } from './useRun';
export type { LiveRun } from './useRun';
export { useRunLog } from './useRunLog';
export type { RunLog } from './useRunLog';
export type { Liveness } from './useRunStream';
export {
  useApprovals,
  useDelegations,
  useBrakes,
  useClusters,
  useOrbit,
  useOrbitFindings,
  useOrbits,
  useRuns,
  useStatus,
} from './useLists';
