export { childRuns } from './childRuns';
export { isMaybe, reachedChildren } from './childReach';
export type { ReachedChild } from './childReach';
export { readsUnknown, startsChildren } from './childRequests';
export type { PlannedRun } from './childRequests';
export { ChildAuthorizer } from './ChildAuthorizer';
export { ReachFinder } from './ReachFinder';
export { AuthorizedRunService } from './AuthorizedRunService';
export { DefaultRunService } from './DefaultRunService';
export { RunCreator } from './RunCreator';
export type { CreateRunInput } from './RunCreator';
export { checkChoices, resolveTargets } from './resolveTargets';
export { selectionProblem, selectsClusters } from './selectionProblem';
export { splitParameters } from './splitParameters';
export { startUndo } from './startUndo';
export { stepKey } from './RunNews';
export type { RunNews, RunPosition } from './RunNews';
export type {
  CreateRunOptions,
  ListRunsOptions,
  ReasonOptions,
  RunGroup,
  RunOptions,
  RunPartOptions,
  RunService,
} from './RunService';
