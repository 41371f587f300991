export type { ClusterGuard } from './ClusterGuard';
export { SYSTEM_NAMESPACES, createGuard } from './createGuard';
export type { PortalPlace } from './createGuard';
export { guardRequest } from './guardRequest';
export { matchesPattern } from './matchesPattern';
export { namespaceRefusal, writeRefusal } from './writeRefusal';
export type { WriteRefusal } from './writeRefusal';
