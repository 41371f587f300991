export { createRouter } from './createRouter';
export type { MissionsRouter, RouteOptions } from './types';
