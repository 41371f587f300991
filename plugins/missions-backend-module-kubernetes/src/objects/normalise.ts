import type { KubernetesObject } from '@mission-control/plugin-missions-node';

/** Carries the idempotency key on objects that we create. */
export const KEY_ANNOTATION = 'mission-control.dev/key';

const serverMetadata = [
  'managedFields',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];
const ourAnnotations = [
  KEY_ANNOTATION,
  'kubectl.kubernetes.io/last-applied-configuration',
];

/**
 * The object without what a server manages or allocates for itself: status,
 * server metadata, our key. What is left is what people declare.
 */
export function normalise(object: KubernetesObject): KubernetesObject {
  const { status: _status, ...rest } = structuredClone(object);
  const metadata: Record<string, any> = rest.metadata ?? {};
  for (const name of serverMetadata) {
    delete metadata[name];
  }
  for (const name of ourAnnotations) {
    delete metadata.annotations?.[name];
  }
  for (const name of ['annotations', 'labels']) {
    if (metadata[name] && Object.keys(metadata[name]).length === 0) {
      delete metadata[name];
    }
  }
  if (rest.kind === 'Secret') {
    return { ...withoutStringData(rest), metadata };
  }
  return { ...rest, metadata };
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
