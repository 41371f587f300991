import { declaredPart } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';

/**
 * The object without what a server manages or allocates for itself: status,
 * server metadata, our key. What is left is what people declare.
 */
export function normalise(object: KubernetesObject): KubernetesObject {
  return withoutStringData(declaredPart(structuredClone(object)));
}

/**
 * A Secret with `stringData` moved into `data`: under server-side apply a key
 * removed from `stringData` would stay in `data`.
 */
export function withoutStringData(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Secret' || !object.stringData) {
    return object;
  }
  const { stringData, ...rest } = object;
  const data: Record<string, string> = { ...rest.data };
  for (const [key, value] of Object.entries(stringData)) {
    data[key] = Buffer.from(String(value), 'utf8').toString('base64');
  }
  return { ...rest, data };
}
