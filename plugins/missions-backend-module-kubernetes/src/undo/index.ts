export { restorePrior } from './restorePrior';
export { Dependants } from './Dependants';
export { irreversibleDeletion } from './irreversible';
export type { LossOptions } from './lostDependants';
export { ownersOf, readOwner } from './goneOwners';
export { waitUntilGone } from './settle';
