import type { ObjectRef } from '@mission-control/plugin-missions-common';

/** `ConfigMap shop/settings`, as people read it. */
export function nameOfObject({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
