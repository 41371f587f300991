export { AuthorizedBrakeService } from './AuthorizedBrakeService';
export type { BrakeService } from './BrakeService';
export { DefaultBrakeService, mustSay } from './DefaultBrakeService';
