export { restorePrior } from './restorePrior';
export { Dependants } from './Dependants';
export { irreversibleDeletion } from './irreversible';
export type { LossOptions } from './irreversible';
export { namespaceContent } from './namespaceContent';
export type { NamespaceContent } from './namespaceContent';
export { waitUntilGone } from './settle';
