export { AuthorizedOrbitService } from './AuthorizedOrbitService';
export { DefaultOrbitService } from './DefaultOrbitService';
export type { OrbitOptions, OrbitService } from './OrbitService';
export { orbitSightFinder } from './orbitSight';
