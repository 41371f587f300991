export { createSimulator } from './simulator';
export type { Simulator, SimulatorOptions } from './simulator';
export type { SeedWave } from './seed';
export type { FixtureRefusal } from './fixtures';
export type { Fault, FaultKind } from './faults';
export { Faults } from './faults';
export type { Identity } from './identity';
export { MASTERS } from './identity';
export type {
  KubeObject,
  ObjectMeta,
  ManagedFieldsEntry,
  OwnerReference,
} from './object';
