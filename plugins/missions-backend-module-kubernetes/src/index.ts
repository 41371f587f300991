/**
 * Kubernetes actions and checks for Mission Control.
 *
 * @packageDocumentation
 */
export { missionsModuleKubernetes as default } from './module';
export { kubernetesActions } from './actions';
export { kubernetesChecks } from './checks';
