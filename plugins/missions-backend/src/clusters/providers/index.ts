export { kubeconfigProvider } from './kubeconfigProvider';
export { kubernetesPluginProvider } from './kubernetesPluginProvider';
