/**
 * Simulated clusters that speak the Kubernetes API, and the demo sign-in.
 *
 * @packageDocumentation
 */
export { missionsDemoModule as default } from './module';
export { demoAuthModule } from './auth';
export { DEMO_CLUSTERS, DemoClusterProvider } from './clusters';
export type { DemoCluster, DemoClusterProviderOptions } from './clusters';
export { createSimulator } from './simulator';
export type {
  Fault,
  FaultKind,
  Faults,
  FixtureRefusal,
  Identity,
  KubeObject,
  ManagedFieldsEntry,
  ObjectMeta,
  OwnerReference,
  SeedWave,
  Simulator,
  SimulatorOptions,
} from './simulator';
