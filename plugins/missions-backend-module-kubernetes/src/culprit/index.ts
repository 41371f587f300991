export { failedContainer } from './failedContainer';
export { lookAtCulprit } from './lookAtCulprit';
