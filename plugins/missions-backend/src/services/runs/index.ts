export { childRuns } from './childRuns';
export { AuthorizedRunService } from './AuthorizedRunService';
export { DefaultRunService } from './DefaultRunService';
export { RunCreator, splitParameters } from './RunCreator';
export type { CreateRunInput } from './RunCreator';
export { resolveTargets } from './resolveTargets';
export { startUndo } from './startUndo';
export type {
  CreateRunOptions,
  ListRunsOptions,
  ReasonOptions,
  RunGroup,
  RunOptions,
  RunPartOptions,
  RunService,
} from './RunService';
