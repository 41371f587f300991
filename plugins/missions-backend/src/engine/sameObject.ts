import type { ObjectRef } from '@mission-control/plugin-missions-common';

/** Whether two references name one object: the version of its API may have moved on. */
export function sameObject(a: ObjectRef, b: ObjectRef): boolean {
  return keyOf(a) === keyOf(b);
}

/** `ConfigMap shop/settings`, as people read it. */
export function nameOfObject({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

function keyOf({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return JSON.stringify([group, kind, namespace, name]);
}
