export { AuthorizedMissionService } from './AuthorizedMissionService';
export { DefaultMissionService } from './DefaultMissionService';
export { explainMissing } from './explainMissing';
export { openPointsOf } from './openPoints';
export type {
  ListMissionsOptions,
  MissionFilter,
  MissionService,
} from './MissionService';
