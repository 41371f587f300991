export { kubectlKit } from './kubectlKit';
