export { DefaultStatusService } from './StatusService';
export type { StatusService } from './StatusService';
