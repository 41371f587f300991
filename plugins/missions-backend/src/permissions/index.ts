export {
  clusterResourceRef,
  clusterRules,
  hasClusterEnvironment,
  hasClusterProvider,
  isCluster,
} from './clusterRules';
export type { ClusterQuery, ClusterResource } from './clusterRules';
export {
  hasMissionCategory,
  hasMissionSource,
  hasMissionType,
  isMission,
  isMissionOwner,
  missionResourceRef,
  missionRules,
} from './missionRules';
export type { MissionQuery, MissionResource } from './missionRules';
export {
  appliesToRun,
  hasRunType,
  isRunInEnvironments,
  isRunInNamespaces,
  isRunInitiator,
  isRunOfMission,
  isRunOnClusters,
  runResourceRef,
  runRules,
} from './runRules';
export type { RunQuery, RunResource, RunScope } from './runRules';
export { registerPermissions } from './registerPermissions';
export type { ResourceLoaders } from './registerPermissions';
