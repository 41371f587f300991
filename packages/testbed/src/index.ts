export { MissingToolError } from './MissingToolError';
export { findChromium, type FoundChromium } from './chromium/findChromium';
export { startChromium } from './chromium/startChromium';
export { acquireControlPlane } from './controlplane/acquireControlPlane';
export { createCertificates } from './controlplane/certificates';
export type { Kubectl } from './controlplane/kubectl';
export {
  startControlPlane,
  type ControlPlane,
  type ControlPlaneOptions,
} from './controlplane/startControlPlane';
export type { SmallDisk } from './disks/mountDisk';
export { startFleet, type Fleet } from './fleet/startFleet';
export { findHelm } from './helm/findHelm';
export { acquirePostgres } from './postgres/acquirePostgres';
export {
  startPostgres,
  type OwnPostgres,
  type Postgres,
} from './postgres/startPostgres';
export { freePorts } from './processes/freePorts';
export {
  startLeashed,
  type Leashed,
  type LeashedOptions,
} from './processes/startLeashed';
export { waitUntil } from './processes/waitUntil';
