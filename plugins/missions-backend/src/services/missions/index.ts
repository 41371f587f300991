export { AuthorizedMissionService } from './AuthorizedMissionService';
export { DefaultMissionService } from './DefaultMissionService';
export type {
  ListMissionsOptions,
  MissionFilter,
  MissionService,
} from './MissionService';
