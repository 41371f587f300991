/**
 * Simulated clusters that speak the Kubernetes API.
 *
 * @packageDocumentation
 */
export { createSimulator } from './simulator';
export type {
  Fault,
  FaultKind,
  Identity,
  KubeObject,
  Simulator,
  SimulatorOptions,
} from './simulator';
