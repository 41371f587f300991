import { accessKinds } from './access';
import { coreKinds } from './core';
import { customKinds } from './custom';
import type { Kind } from './Kind';
import { networkKinds } from './network';
import { policyKinds } from './policies';
import { workloadKinds } from './workloads';

/** Every kind that a sequence may write. */
export const kinds: readonly Kind[] = [
  ...coreKinds,
  ...workloadKinds,
  ...accessKinds,
  ...networkKinds,
  ...policyKinds,
  ...customKinds,
];

export { CUSTOM_GROUP, definitions, FINALIZER } from './custom';
export type { Kind, Part, Value } from './Kind';
