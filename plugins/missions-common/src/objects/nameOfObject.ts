import type { ObjectRef } from '../schema/openapi';

/** `Deployment shop/web`, as people read it. @public */
export function nameOfObject({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
