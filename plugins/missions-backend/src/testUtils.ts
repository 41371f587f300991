/**
 * The engine without its plugin: for this repository's speed programs and
 * tests. Not published: `prepack` takes this entry out of the package.
 *
 * @packageDocumentation
 */
export { loadedMission } from './testing/loadedMission';
export { propertyOptions, SEED } from './testing/propertyOptions';
export {
  approveAction,
  noopAction,
  runMissionAction,
  sleepAction,
} from './actions';
export { DefaultClusterRegistry, kubeconfigProvider } from './clusters';
export { createEngine } from './createEngine';
export { Registry } from './registry';
export { RunStream } from './routes/RunStream';
export { readCursor, writeCursor } from './routes/streamCursor';
export { Masker, Sealer } from './sealing';
export { clusterAccess } from './services/clusters';
export { DefaultMissionService } from './services/missions';
export {
  AuthorizedRunService,
  DefaultRunService,
  stepKey,
} from './services/runs';
export { RunCreator } from './services/runs/RunCreator';
export { childRuns } from './services/runs/childRuns';
export { startUndo } from './services/runs/startUndo';
export {
  Store,
  createRun,
  decideApproval,
  decideTarget,
  recheckTarget,
  requestCancel,
  requestPause,
  saveMissionVersion,
} from './store';
export type { FeedMessage, Lease, NewRun, RunRecord } from './store';
export {
  saveMissions,
  type LoadedMission,
} from './store/operations/saveMissions';
export { Worker } from './worker';
export type { ChildRunStarter, ClusterAccess } from './worker';
export { StepLogWriter, appendTo } from './worker/StepLogWriter';
