export { AuthorizedPreflightService } from './AuthorizedPreflightService';
export { DefaultPreflightService } from './DefaultPreflightService';
export type { PreflightService } from './PreflightService';
