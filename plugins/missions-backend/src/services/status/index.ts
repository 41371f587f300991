export { actionCatalogue } from './ActionCatalogue';
export { DefaultStatusService } from './StatusService';
export type { StatusService } from './StatusService';
