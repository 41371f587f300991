export { MissionsApiError } from './MissionsApiError';
export type { MissionsApiErrorOptions } from './MissionsApiError';
export type {
  ApprovalQuery,
  LogQuery,
  MissionQuery,
  MissionsApi,
  RunQuery,
  RunStreamMessage,
  StreamRunOptions,
  UpcomingQuery,
} from './MissionsApi';
export { missionsApiRef } from './missionsApiRef';
export { MissionsClient } from './MissionsClient';
export type { MissionsClientOptions } from './MissionsClient';
